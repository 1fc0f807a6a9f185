// Package api is a client of a SourceAudio site's import API: it creates publishing jobs,
// queues uploads, sets the formats they are published as, publishes jobs and follows them.
//
// Every call is one HTTP POST form with the key in its body, never in an address, where proxies
// and logs would keep it. A call is made once: the client never repeats one by itself, because the
// API has no key that would make a repeat harmless. What a failed call means is in [Error.Kind],
// and whether it may have happened all the same in [Error.MayHaveHappened].
//
// The package never keeps the key anywhere but in memory, never follows a redirect to another host
// and knows nothing of windows, ledgers or polling.
package api
