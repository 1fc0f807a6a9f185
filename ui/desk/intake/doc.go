// Package intake finds what a person added, by dropping, pasting or naming it, and checks it before
// anything of it is sent: endings, doubles in the batch and in the queue, required fields, blanks
// that would erase, files that are no audio, addresses that answer with a web page.
//
// [Gather] makes sources of what was added; [Check] makes findings of candidates, each with a kind to
// decide on and a sentence for the person. Of an address it asks for the first few kilobytes, slowly
// enough for any host.
//
// The package sends nothing to a site, knows no key and no window, and changes no file.
package intake
