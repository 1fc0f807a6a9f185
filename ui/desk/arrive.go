package desk

import "pressroom/api"

// Arrive does what a later start of the program asks for, as [Desk.Start] does for the first one: it opens
// the practice site, shows the site with an address, and adds tracks, each only where it is given. The person
// is asked for the key of an address that no site has.
func (d *Desk) Arrive(practice bool, address string, tracks []string) {
	if practice {
		d.OpenPractice()
	}
	d.post(func() {
		if !d.ready {
			d.later = append(d.later, func() { d.arrive(address, tracks) })
			return
		}
		d.arrive(address, tracks)
	})
}

func (d *Desk) arrive(address string, tracks []string) {
	if address != "" {
		normal, err := api.NormaliseAddress(address)
		if err != nil {
			normal = ""
		}
		d.asked, d.first = address, normal
		d.touch()
		if d.seats[normal] == nil {
			d.held = append(d.held, tracks...)
			d.addHeld()
			return
		}
		d.showSite(normal)
	}
	switch {
	case len(tracks) == 0:
	case d.seat() == nil:
		d.held = append(d.held, tracks...)
	default:
		d.AddTracks(tracks, DefaultJob)
	}
}
