package desk

// line is one line of a job's detail, empty where there is none.
func (v *JobDetail) line(name string) string {
	for _, l := range v.Lines {
		if l.Name == name {
			return l.Value
		}
	}
	return ""
}
