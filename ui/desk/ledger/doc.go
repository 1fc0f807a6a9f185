// Package ledger is the durable record of what was intended, sent and answered, and the only
// history of jobs there is, since no call of the import API lists them.
//
// A change is one transaction, on the disk when [Ledger.Write] returns. The ledger holds its callers
// to one rule: what was settled is never unsettled. It never talks to a site and holds no key.
package ledger
