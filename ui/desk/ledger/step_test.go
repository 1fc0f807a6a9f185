//go:build !race

package ledger

// step is how many bytes lie between two that are damaged.
const step = 1
