// Package desk is the working desk of a music librarian: the queue, the selection, the formats, the
// jobs and how far each is. What a person does arrives as an intent, a method of [Desk] that returns
// at once; what there is to see leaves as a [View], an immutable picture ready to paint.
//
// One goroutine owns all state. An intent is in the ledger before its first call leaves, and each
// answer is in it before the next view shows it. Calls that a repeat could double (createJob, upload,
// publish) are made at most once: where no proof of their outcome came they become unknown.
//
// The desk knows no widget and no toolkit, and never touches a keyring or a notification itself.
package desk
