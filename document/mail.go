package document

import (
	"bytes"
	"context"
	"fmt"
	"net/mail"
	"strconv"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// mailFields are the fields of a message that are read, in this order.
var mailFields = [...]string{"From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject"}

// mailHead counts the header fields of a message that data begins with.
func mailHead(data []byte) int {
	n := 0
	for len(data) > 0 {
		line, rest, _ := bytes.Cut(data, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			return n
		}
		if line[0] != ' ' && line[0] != '\t' {
			key, _, ok := bytes.Cut(line, []byte(":"))
			if !ok || len(key) == 0 || bytes.ContainsAny(key, " \t<>\"(") {
				if n == 0 && bytes.HasPrefix(line, []byte("From ")) { // a mailbox's mark
					data = rest
					continue
				}
				return 0
			}
			switch strings.ToLower(string(key)) {
			case "from", "to", "subject", "date", "received", "message-id", "mime-version", "content-type", "return-path", "delivered-to":
				n++
			}
		}
		data = rest
	}
	return n
}

// maxBoundaries bounds the parts of a message before it is parsed: every
// level of nesting is read through all those around it.
const maxBoundaries = 400

// readMail reads a message: its fields, its text, and what is attached to it,
// each attachment as a file of its own.
func readMail(ctx context.Context, d *Document, data []byte, o *Options) error {
	if n := bytes.Count(bytes.ToLower(data), []byte("boundary=")); n > maxBoundaries {
		return fmt.Errorf("%w: %d parts within parts", ErrLimit, n)
	}
	if bytes.HasPrefix(data, []byte("From ")) {
		if i := bytes.IndexByte(data, '\n'); i > 0 {
			data = data[i+1:]
		}
	}
	env, err := enmime.ReadEnvelope(bytes.NewReader(data))
	if err != nil {
		return fmt.Errorf("the message is broken: %w", err)
	}
	w := newBlocks(d, o)
	w.zone = "header"
	for _, f := range mailFields {
		for _, v := range env.GetHeaderValues(f) {
			w.write(f + ": " + v)
			w.end(Header)
		}
	}
	w.zone = ""
	d.Title = strings.TrimSpace(env.GetHeader("Subject"))
	if t, err := mail.ParseDate(env.GetHeader("Date")); err == nil {
		d.Date = t.Format("2006-01-02")
	}
	n := 0
	var plain []byte
	env.Root.DepthMatchAll(func(p *enmime.Part) bool {
		if p.FirstChild != nil || strings.HasPrefix(p.ContentType, "multipart/") {
			return false
		}
		n++
		for _, e := range p.Errors {
			if e.Severe {
				d.Gaps = append(d.Gaps, Gap{Where: "part " + strconv.Itoa(n), Reason: e.Name + ": " + e.Detail, Hint: "ask the sender for it again"})
			}
		}
		name := p.FileName
		body := name == "" && p.Disposition != "attachment"
		if name == "" {
			name = "part " + strconv.Itoa(n)
		}
		switch {
		case body && (p.ContentType == "text/plain" || p.ContentType == ""):
			plain = append(plain, p.Content...)
			if err := o.spend(len(p.Content)); err != nil {
				d.Gaps = append(d.Gaps, Gap{Where: name, Reason: err.Error(), Hint: "give the part by itself"})
				return false
			}
			mailText(w, p.Content)
		case body && p.ContentType == "text/html":
			// The same words as the plain text are not read twice.
			if len(plain) > 0 && sameWords(plain, p.Content) {
				return false
			}
			w.attach(ctx, "", "body.html", "text/html", p.Content, o)
		case strings.HasPrefix(p.ContentType, "image/"):
			if p.ContentID == "" || len(p.Content) > 20<<10 { // not a signature's logo
				d.Gaps = append(d.Gaps, Gap{Where: name, Reason: "a picture: its text was not read", Hint: "it needs text recognition (OCR)"})
			}
		case strings.Contains(p.ContentType, "pkcs7-mime"), strings.Contains(p.ContentType, "pgp-encrypted"):
			d.Gaps = append(d.Gaps, Gap{Where: name, Reason: "it is encrypted", Hint: "save it decrypted"})
		case strings.Contains(p.ContentType, "signature"), strings.Contains(p.ContentType, "pgp-keys"):
		case len(p.Content) > 0:
			kind := ""
			if p.ContentType == "message/rfc822" || p.ContentType == "text/html" || p.ContentType == "text/csv" {
				kind = p.ContentType
			}
			w.attach(ctx, name, name, kind, p.Content, o)
		}
		return false
	})
	w.done()
	return nil
}

// mailText reads the plain text of a message, paragraphs parted by empty
// lines, quoted ones marked.
func mailText(w *blocks, text []byte) {
	kind := Paragraph
	for line := range strings.Lines(strings.ToValidUTF8(string(text), "\uFFFD")) {
		k := Paragraph
		t := strings.TrimSpace(line)
		if strings.HasPrefix(t, ">") {
			k = Quoted
			t = strings.TrimLeft(t, "> ")
		}
		if t == "" || k != kind {
			w.end(kind)
		}
		kind = k
		w.write(t + "\n")
	}
	w.end(kind)
}

// sameWords reports whether a page says little that the plain text does not.
func sameWords(plain, page []byte) bool {
	held := map[string]bool{}
	for f := range strings.FieldsSeq(string(plain)) {
		held[trimWord(f)] = true
	}
	d := &Document{}
	o := &Options{Limits: Limits{}.withDefaults()}
	if err := readHTML(context.Background(), d, page, o); err != nil {
		return false
	}
	all, missing := 0, 0
	for f := range strings.FieldsSeq(d.Text) {
		if f = trimWord(f); f == "" {
			continue
		}
		all++
		if !held[f] {
			missing++
		}
	}
	return missing*20 <= all
}
