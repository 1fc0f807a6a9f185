package words

import "time"

// Clock writes a time as a clock reads it today, and as a date on other days.
func Clock(t, now time.Time) string {
	day := func(t time.Time) time.Time { y, m, d := t.Date(); return time.Date(y, m, d, 0, 0, 0, 0, t.Location()) }
	switch today := day(now); {
	case !t.Before(today) && t.Before(today.AddDate(0, 0, 1)):
		return t.Format("15:04")
	case t.Before(today) && !t.Before(today.AddDate(0, 0, -1)):
		return T("yesterday %s", t.Format("15:04"))
	case t.Year() == now.Year(): // day, month and time
		return T("%[1]d %[2]s %[3]s", t.Day(), month(t.Month()), t.Format("15:04"))
	}
	return T("%[1]d %[2]s %[3]d", t.Day(), month(t.Month()), t.Year()) // day, month and year
}

func month(m time.Month) string {
	return [...]Sentence{
		Later("January"), Later("February"), Later("March"), Later("April"), Later("May"), Later("June"),
		Later("July"), Later("August"), Later("September"), Later("October"), Later("November"), Later("December"),
	}[m-1].String()
}

// Span writes a length of time as people say it.
func Span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return T("%d s", max(1, int(d.Round(time.Second).Seconds())))
	case d < time.Hour:
		return T("%d min", int(d.Round(time.Minute).Minutes()))
	}
	return T("%d h %d min", int(d.Hours()), int(d.Minutes())%60)
}
