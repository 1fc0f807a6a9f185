package system

import (
	"errors"
	"sync"
	"time"

	"github.com/godbus/dbus/v5"
)

const (
	defaultPath = secretsPath + "/aliases/default"
	promptPath  = secretsPath + "/prompt"
	entryPath   = secretsPath + "/entry"
	sessionPath = secretsPath + "/session"
)

// secret is what a Secret Service hands out and is given.
type secret struct {
	Session           dbus.ObjectPath
	Parameters, Value []byte
	ContentType       string
}

// scriptedService is a Secret Service with one keyring and at most one entry. It tells of each prompt, and
// leaves it to the test to answer.
type scriptedService struct {
	bus     *dbus.Conn
	prompts chan struct{}

	mu        sync.Mutex
	locked    bool
	key       string // the entry; empty for none
	withdrawn int    // prompts that were taken back
	slow      time.Duration
}

func startService(locked bool, key string) (*scriptedService, error) {
	bus, err := ownBus("")
	if err != nil {
		return nil, err
	}
	s := &scriptedService{bus: bus, prompts: make(chan struct{}, 100), locked: locked, key: key}
	for path, of := range map[dbus.ObjectPath][]string{
		secretsPath: {"org.freedesktop.Secret.Service", "org.freedesktop.DBus.Properties"}, defaultPath: {"org.freedesktop.Secret.Collection"},
		promptPath: {"org.freedesktop.Secret.Prompt"}, entryPath: {"org.freedesktop.Secret.Item"}, sessionPath: {"org.freedesktop.Secret.Session"},
	} {
		for _, name := range of {
			err = errors.Join(err, bus.Export(s, path, name))
		}
	}
	if err != nil {
		return nil, err
	}
	_, err = bus.RequestName(secretsName, dbus.NameFlagDoNotQueue)
	return s, err
}

func (s *scriptedService) unlocked(yes bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.locked = !yes
}

// takenBack is how many prompts were.
func (s *scriptedService) takenBack() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.withdrawn
}

// answer answers a prompt.
func (s *scriptedService) answer(dismissed bool) error {
	var opened []dbus.ObjectPath
	if !dismissed {
		s.unlocked(true)
		opened = append(opened, defaultPath)
	}
	return s.bus.Emit(promptPath, "org.freedesktop.Secret.Prompt.Completed", dismissed, dbus.MakeVariant(opened))
}

// The rest are the methods of the Secret Service, on all its objects.

func (s *scriptedService) Get(_, _ string) (dbus.Variant, *dbus.Error) {
	s.mu.Lock()
	slow := s.slow
	s.mu.Unlock()
	<-time.After(slow)
	return dbus.MakeVariant([]dbus.ObjectPath{}), nil
}

func (s *scriptedService) OpenSession(_ string, _ dbus.Variant) (dbus.Variant, dbus.ObjectPath, *dbus.Error) {
	return dbus.MakeVariant(""), sessionPath, nil
}

func (s *scriptedService) Close() *dbus.Error { return nil }

func (s *scriptedService) Unlock(what []dbus.ObjectPath) ([]dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.locked {
		return []dbus.ObjectPath{}, promptPath, nil
	}
	return what, "/", nil
}

func (s *scriptedService) Prompt(_ string) *dbus.Error {
	s.prompts <- struct{}{}
	return nil
}

func (s *scriptedService) Dismiss() *dbus.Error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.withdrawn++
	return nil
}

func (s *scriptedService) SearchItems(_ map[string]string) ([]dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.key == "" {
		return []dbus.ObjectPath{}, nil
	}
	return []dbus.ObjectPath{entryPath}, nil
}

func (s *scriptedService) GetSecret(session dbus.ObjectPath) (secret, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return secret{session, []byte{}, []byte(s.key), "text/plain"}, nil
}

func (s *scriptedService) CreateItem(_ map[string]dbus.Variant, given secret, _ bool) (dbus.ObjectPath, dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key = string(given.Value)
	return entryPath, "/", nil
}

func (s *scriptedService) Delete() (dbus.ObjectPath, *dbus.Error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key = ""
	return "/", nil
}
