//go:build race

package ledger

// step is how many bytes lie between two that are damaged: the race detector makes each slow.
const step = 97
