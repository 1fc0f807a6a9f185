package system

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/mod/semver"
)

const (
	// latestRelease is where the project's latest release is looked up, and [ReleasesPage] where a person
	// gets it. Both follow from the program's id; a project that moves changes them here.
	latestRelease = "https://api.github.com/repos/pressroom/pressroom/releases/latest"
	// ReleasesPage is where the releases are to be had.
	ReleasesPage = "https://github.com/pressroom/pressroom/releases"

	updateLimit = 10 * time.Second
	mostUpdate  = 1 << 20 // bytes of an answer
)

// Updates looks up whether there is a newer release than this one.
type Updates struct {
	version string
	address string
	web     http.RoundTripper
}

// NewUpdates returns the look-up for a program of this version. It asks nothing by itself.
func NewUpdates(version string, web http.RoundTripper) *Updates {
	return &Updates{version: version, address: latestRelease, web: web}
}

// Newer returns the version of a newer release, "1.5.0", or an empty one where there is none: development
// versions of others are none. It sends neither this program's version nor anything of the person, and takes
// at most 10 seconds.
func (u *Updates) Newer(ctx context.Context) (string, error) {
	latest, err := u.latest(ctx)
	if err != nil {
		return "", fmt.Errorf("look for a newer version: %w", err)
	}
	if semver.Prerelease(latest) != "" || semver.Compare(latest, "v"+u.version) <= 0 {
		return "", nil
	}
	return strings.TrimPrefix(semver.Canonical(latest), "v"), nil
}

func (u *Updates) latest(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, updateLimit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.address, nil)
	if err != nil {
		return "", err
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("User-Agent", appName) // the service wants one; its own would name Go's version
	client := http.Client{Transport: u.web, CheckRedirect: func(next *http.Request, via []*http.Request) error {
		if next.URL.Scheme != via[0].URL.Scheme || len(via) > 3 {
			return errors.New("it leads elsewhere")
		}
		return nil
	}}
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("it was answered %s", response.Status)
	}
	var release struct {
		Tag        string `json:"tag_name"`
		Draft      bool   `json:"draft"`
		Prerelease bool   `json:"prerelease"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, mostUpdate)).Decode(&release); err != nil {
		return "", fmt.Errorf("the answer can't be read: %w", err)
	}
	latest := "v" + strings.TrimPrefix(release.Tag, "v")
	if !semver.IsValid(latest) {
		return "", fmt.Errorf("the answer names no version but %.40q", release.Tag)
	}
	if release.Draft || release.Prerelease {
		return "v0.0.0", nil
	}
	return latest, nil
}
