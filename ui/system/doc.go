// Package system is what Pressroom asks of the machine that it runs on: the keyring that holds the
// keys of sites, native notifications, the folder that its data is in, and the lock that keeps a
// second program out of that folder.
//
// It never waits without an end (what it calls may), never puts a key into an error, a log or a
// file, and never shows text that the desktop could take for markup, an option or a script.
package system
