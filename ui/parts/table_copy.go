package parts

import "strings"

// Text gives the rows of these ids as tab-separated lines under a line of
// titles, with the columns that are shown as they stand. Chips are joined by
// commas; a tab or line break within a value becomes a space. Ids without a
// row are passed over.
func (t *Table) Text(ids []int64) string {
	var b strings.Builder
	line := func(value func(column int) string) {
		for i, column := range t.columns.seq {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(oneLine.Replace(value(column)))
		}
		b.WriteByte('\n')
	}
	line(func(column int) string { return t.columns.columns[column].Title })
	for _, id := range ids {
		if row, ok := t.model.Row(id); ok {
			line(func(column int) string { return t.model.Cell(row, column).plain() })
		}
	}
	return b.String()
}

var oneLine = strings.NewReplacer("\t", " ", "\r\n", " ", "\n", " ", "\r", " ")

// plain is what the cell says.
func (c Cell) plain() string {
	if len(c.Chips) > 0 {
		return strings.Join(c.Chips, ",")
	}
	return c.Text
}

func (t *Table) copySelection() {
	if ids := t.Selection(); t.OnCopy != nil && len(ids) > 0 {
		t.OnCopy(ids)
	}
}
