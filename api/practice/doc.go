// Package practice is a whole site on this machine that speaks the import API: what a newcomer
// meets first, what tests run against, and an implementation of the API that anyone can read.
//
// Calls arrive over HTTP, rows live in SQLite, and a pool of workers fetches, encodes and publishes
// what a job has queued. What was answered is on disk before the answer leaves, so that a site which
// stops in the middle of a job goes on where it was when it is opened again.
//
// It never keeps a key (only its SHA-256), never writes a key, a query string or a whole address to
// its log, never makes a path out of a name that came from outside, and never shows a half-written
// file under published/.
package practice
