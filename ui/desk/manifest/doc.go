// Package manifest reads lists of tracks that people keep in spreadsheets, finds out what their columns
// mean, and writes results in a form that every spreadsheet opens and this package reads again.
//
// The way in is [Open], then [Propose], then [Apply]; the way out is [WriteCSV], [WriteXLSX], [WriteTSV],
// [WriteJSON] and [WriteReceipt]. Files come from anywhere and are untrusted: all reading is bounded, and
// what is written is never a formula. The package knows no site and sends nothing.
package manifest
