package table

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

func xlsxRows(name string, columns Mapping) Rows {
	return func(yield func(Row) bool) error {
		f, err := excelize.OpenFile(name, excelize.Options{UnzipSizeLimit: 2 << 30, UnzipXMLSizeLimit: 32 << 20})
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		defer f.Close()
		sheets := f.GetSheetList()
		if len(sheets) == 0 {
			return fmt.Errorf("%s: no sheet", name)
		}
		rows, err := f.Rows(sheets[0])
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		defer rows.Close()
		var fields []string
		for n := int64(0); rows.Next(); n++ {
			cells, err := rows.Columns()
			if err != nil {
				return fmt.Errorf("%s: row %d: %w", name, n+1, err)
			}
			if n == 0 {
				if fields, err = headOf(name, cells, columns); err != nil {
					return err
				}
				continue
			}
			row := Row{N: n}
			for i, cell := range cells {
				if i < len(fields) {
					row.set(fields[i], cell)
				}
			}
			if !yield(row) {
				return nil
			}
		}
		return rows.Error()
	}
}
