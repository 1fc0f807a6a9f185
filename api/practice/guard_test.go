package practice

import (
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"

	"pressroom/api"
)

func TestAGuardedSiteCallsPublicAddressesOnly(t *testing.T) {
	t.Parallel()
	for _, address := range []string{
		"127.0.0.1", "127.8.8.8", "::1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
		"fe80::1", "fe80::1%eth0", "fd00::1", "0.0.0.0", "0.1.2.3", "::", "224.0.0.1", "239.1.1.1", "ff02::1", "ff0e::1",
		"255.255.255.255", "100.64.0.1", "198.18.0.1", "240.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
		"64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001::1", "fec0::1", "::7f00:1",
	} {
		if public(netip.MustParseAddr(address)) {
			t.Errorf("%s is taken for public", address)
		}
		at := netip.AddrPortFrom(netip.MustParseAddr(address), 80).String()
		if (guard{}).control("tcp", at, nil) == nil || (guard{open: true}).control("tcp", at, nil) != nil {
			t.Errorf("%s: the guard is wrong", at)
		}
	}
	for _, address := range []string{"8.8.8.8", "93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "172.32.0.1"} {
		if !public(netip.MustParseAddr(address)) {
			t.Errorf("%s is not taken for public", address)
		}
	}
}

func TestASiteThatOthersReachFetchesNothingFromThisMachine(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	at := host(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	var written logs
	s := openSite(t, Options{Listen: "0.0.0.0:0", Log: written.logger()})
	c := caller(t, s)
	job := c.job(t)
	c.upload(t, job, at+"/a.wav", "wav")
	c.upload(t, job, strings.Replace(at, "127.0.0.1", "localhost", 1)+"/b.wav", "wav")
	c.upload(t, job, s.Address()+"/api/import/list?x=1", "wav")
	own := c.upload(t, job, offer(t, s, song(t, "own.wav", shortWAV, 0.1)), "wav")
	c.ok(t, "publish", fields{"job_id": id(job), "oncomplete": at + "/done"}, nil)
	c.settled(t, job, 4)
	until(t, func() bool { return strings.Contains(written.String(), "then=failed") })
	for _, up := range c.list(t, fields{"job_id": id(job)}).Uploads {
		switch {
		case up.UploadID == own && up.Status != api.Published:
			t.Errorf("a file that the site offers itself: %+v", up)
		case up.UploadID != own && !strings.Contains(up.Error, "private network"):
			t.Errorf("%+v", up)
		}
	}
	if asked.Load() != 0 {
		t.Errorf("this machine was asked %d times", asked.Load())
	}
}
