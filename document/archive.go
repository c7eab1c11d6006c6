package document

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// readZip reads every file of an archive as a part.
func readZip(ctx context.Context, d *Document, data []byte, o *Options) error {
	p, err := openPack(data, o)
	if err != nil {
		return err
	}
	w := newBlocks(d, o)
	for i, f := range p.z.File {
		if strings.HasSuffix(f.Name, "/") || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		if ctx.Err() != nil {
			d.Gaps = append(d.Gaps, Gap{Where: f.Name, Reason: fmt.Sprintf("out of time: %d files were not read", len(p.z.File)-i), Hint: "unpack it and give the files one by one"})
			break
		}
		b, err := p.read(f)
		name := strings.ToValidUTF8(f.Name, "\uFFFD")
		if err != nil {
			d.Gaps = append(d.Gaps, Gap{Where: name, Reason: err.Error(), Hint: "unpack it and give the file by itself"})
			continue
		}
		w.attach(ctx, name, path.Base(name), "", b, o)
	}
	w.done()
	return nil
}

// readGzip reads the one file that is packed.
func readGzip(ctx context.Context, d *Document, data []byte, o *Options) error {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return err
	}
	most := min(int64(o.job.text), int64(len(data))*int64(o.Limits.Ratio)+(1<<16))
	b, err := io.ReadAll(io.LimitReader(z, most+1))
	if err != nil {
		return err
	}
	if int64(len(b)) > most {
		return fmt.Errorf("%w: it unpacks to more than %d bytes", ErrLimit, most)
	}
	o.job.text -= len(b)
	name := strings.ToValidUTF8(z.Name, "\uFFFD")
	if name == "" {
		name = strings.TrimSuffix(path.Base(d.Name), ".gz")
	}
	w := newBlocks(d, o)
	w.attach(ctx, name, name, "", b, o)
	w.done()
	return nil
}
