package desk

import (
	"errors"

	"pressroom/ui/desk/words"
)

// KeyringKind is why a keyring did not do what it was asked.
type KeyringKind int

// The kinds of trouble with a keyring.
const (
	KeyringRefused   KeyringKind = iota // for a reason of its own, which the chain of errors names
	KeyringNoBus                        // there is no way to ask it: a session without a message bus
	KeyringNone                         // nothing on this machine keeps keys
	KeyringLocked                       // it asked the person for its password, and nobody answered in time
	KeyringDismissed                    // its question was closed without an answer
	KeyringRelocked                     // it had been open in this run, was locked since, and was not unlocked again
	KeyringSilent                       // it is there and does not answer in time, with no question open
	KeyringTooLarge                     // the key is longer than keyrings take
	KeyringEnded                        // it ended, or the bus did, while it was being asked
)

// KeyringError is what a [KeyStore] answers where its keyring did not do what it was asked.
type KeyringError struct {
	Kind KeyringKind
	Err  error // the cause, without the key
}

func (e *KeyringError) Error() string { return "the keyring failed: " + e.Err.Error() }
func (e *KeyringError) Unwrap() error { return e.Err }

// keyringSaid says what happened and what to do next, for each kind of trouble.
var keyringSaid = map[KeyringKind]words.Sentence{
	KeyringRefused:   words.Later("The keyring of this computer refused; the log says how. Look at it in its own program, then try again."),
	KeyringNoBus:     words.Later("This session has no message bus (D-Bus), over which a keyring is asked. Sign in to the desktop again, then try again."),
	KeyringNone:      words.Later("No keyring runs on this computer. Start one, such as GNOME Keyring or KWallet, then try again."),
	KeyringLocked:    words.Later("The keyring is locked: it asked for its password, and nobody answered. Try again, and answer it."),
	KeyringDismissed: words.Later("The keyring is still locked: its question for the password was closed without an answer. Try again, and give it the password."),
	KeyringRelocked:  words.Later("The keyring was locked again since Pressroom used it last, and was not unlocked. Unlock it, then try again."),
	KeyringSilent:    words.Later("The keyring is there, but does not answer. Wait a little, or sign in to the desktop again, then try again."),
	KeyringTooLarge:  words.Later("The key is longer than keyrings are sure to take, 2,500 bytes. Make a shorter one in the site's admin pages."),
	KeyringEnded:     words.Later("The keyring ended while it was being asked. The desktop starts it again as a rule: try again."),
}

// keyringSentence says what kept the keyring from doing what it was asked, and what to do next.
func keyringSentence(err error) string {
	var trouble *KeyringError
	if errors.As(err, &trouble) {
		return keyringSaid[trouble.Kind].String()
	}
	return keyringSaid[KeyringRefused].String()
}
