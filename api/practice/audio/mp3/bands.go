package mp3

const (
	longBands  = 22 // of which the last has no scalefactor
	shortBands = 13
	// scaledBands is how many bands of a long block have a scalefactor.
	scaledBands = longBands - 1
)

// The scalefactor bands of ISO/IEC 11172-3, table B.8, as the lines at which
// they begin and the last one ends, in the order of rates.
var (
	longEdges = [3][longBands + 1]int{
		{0, 4, 8, 12, 16, 20, 24, 30, 36, 44, 52, 62, 74, 90, 110, 134, 162, 196, 238, 288, 342, 418, 576},
		{0, 4, 8, 12, 16, 20, 24, 30, 36, 42, 50, 60, 72, 88, 106, 128, 156, 190, 230, 276, 330, 384, 576},
		{0, 4, 8, 12, 16, 20, 24, 30, 36, 44, 54, 66, 82, 102, 126, 156, 194, 240, 296, 364, 448, 550, 576},
	}
	shortEdges = [3][shortBands + 1]int{
		{0, 4, 8, 12, 16, 22, 30, 40, 52, 66, 84, 106, 136, 192},
		{0, 4, 8, 12, 16, 22, 28, 38, 50, 64, 80, 100, 126, 192},
		{0, 4, 8, 12, 16, 22, 30, 42, 58, 78, 104, 138, 180, 192},
	}
)

// shortOrder gives for each rate the places from which a short block's lines
// are taken to be coded: band after band, and in each band window after
// window. shortRuns are the places at which they then go over from one window
// or band to the next.
var shortOrder, shortRuns = newShortOrder()

func newShortOrder() (order [3][granuleLines]int, runs [3][]int) {
	for rate, edges := range shortEdges {
		at := 0
		for b := range shortBands {
			for w := range windows {
				runs[rate] = append(runs[rate], at)
				for f := edges[b]; f < edges[b+1]; f++ {
					order[rate][at] = windows*f + w
					at++
				}
			}
		}
		runs[rate] = append(runs[rate], at)
	}
	return order, runs
}
