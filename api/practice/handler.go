package practice

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"
)

const bodyLimit = 1 << 20

// call is one call of the import API.
type call struct {
	needs Permission
	run   func(ctx context.Context, v values, e *entry) (any, error)
}

// entry is what the log tells of one request. It has no place for addresses, values or keys.
type entry struct {
	call   string
	job    int64
	upload int64
	err    error
	may    func(Permission) error // whether the caller's key also allows that
}

// refusal is a call's failure as the caller is told it.
type refusal struct {
	status     int
	text       string
	retryAfter int // seconds
}

func (r *refusal) Error() string { return r.text }

func refuse(status int, format string, args ...any) error {
	return &refusal{status: status, text: fmt.Sprintf(format, args...)}
}

func (s *Site) handler() http.Handler {
	s.calls = map[string]call{
		"createJob":          {MayUpload, s.createJob},
		"upload":             {MayUpload, s.upload},
		"setFormats":         {MayUpload, s.setFormats},
		"setMetadata":        {MayUpload, s.setMetadata},
		"getAvailableFields": {MayRead, s.getAvailableFields},
		"publish":            {MayPublish, s.publish},
		"checkJob":           {MayRead, s.checkJob},
		"list":               {MayRead, s.list},
		"delete":             {MayDelete, s.delete},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/import/{call}", s.logged(s.serveCall))
	mux.HandleFunc("GET /samples/{name}", s.logged(s.serveFile("samples")))
	mux.HandleFunc("GET /offered/{id}/{name}", s.logged(s.serveFile("offered")))
	mux.HandleFunc("/", s.logged(func(w http.ResponseWriter, _ *http.Request, e *entry) {
		answer(w, e, nil, refuse(http.StatusNotFound, "There is nothing at this address: the import API is at /api/import/."))
	}))
	return mux
}

// logged writes one line a request. It names the call only where it knows it: an address can hold
// anything, a key too.
func (s *Site) logged(serve func(http.ResponseWriter, *http.Request, *entry)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		e := &entry{call: "unknown"}
		sent := &recorder{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			if cause := recover(); cause != nil {
				s.log.Error("a call panicked", "call", e.call, "cause", cause, "stack", string(debug.Stack()))
				answer(sent, e, nil, errors.New("panicked"))
			}
			attrs := []slog.Attr{
				slog.String("method", r.Method), slog.String("call", e.call), slog.Int("status", sent.status),
				slog.Float64("ms", float64(time.Since(begun).Microseconds())/1000),
				slog.Int64("received", max(0, r.ContentLength)), slog.Int64("sent", sent.bytes),
			}
			if e.job != 0 {
				attrs = append(attrs, slog.Int64("job", e.job))
			}
			if e.upload != 0 {
				attrs = append(attrs, slog.Int64("upload", e.upload))
			}
			level := slog.LevelInfo
			if e.err != nil {
				level = slog.LevelError
				attrs = append(attrs, slog.Any("error", e.err))
			}
			s.log.LogAttrs(r.Context(), level, "request", attrs...)
		}()
		serve(sent, r, e)
	}
}

func (s *Site) serveCall(w http.ResponseWriter, r *http.Request, e *entry) {
	name := r.PathValue("call")
	c, known := s.calls[name]
	if !known {
		answer(w, e, nil, refuse(http.StatusNotFound, "The import API has no such call here."))
		return
	}
	e.call = name
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		w.Header().Set("Allow", "GET, POST")
		answer(w, e, nil, refuse(http.StatusMethodNotAllowed, "A call is sent with GET or POST."))
		return
	}
	// A call is small: whoever takes longer to send or read one only holds a connection.
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(time.Minute))
	_ = control.SetWriteDeadline(time.Now().Add(2 * time.Minute))

	v, err := readValues(w, r)
	e.may = func(p Permission) error { return s.keys.check(v.text("token"), p) }
	if err == nil {
		err = e.may(c.needs)
	}
	var result any
	if err == nil {
		result, err = c.run(r.Context(), v, e)
	}
	answer(w, e, result, err)
}

// answer writes a result, or an error as the API tells errors.
func answer(w http.ResponseWriter, e *entry, result any, err error) {
	status := http.StatusOK
	var body bytes.Buffer
	out := json.NewEncoder(&body)
	out.SetEscapeHTML(false)
	if err == nil {
		if err = out.Encode(result); err != nil {
			body.Reset()
		}
	}
	if err != nil {
		told := explain(err, e)
		status = told.status
		if told.retryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(told.retryAfter))
		}
		_ = out.Encode(map[string]string{"error": told.text}) // a text always encodes
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write(body.Bytes()) // the caller went away: nothing to be done about it
}

// explain turns any error into what the caller is told; what the caller should not see goes to the log.
func explain(err error, e *entry) *refusal {
	var told *refusal
	if errors.As(err, &told) {
		return told
	}
	e.err = err
	if isFull(err) {
		return &refusal{status: http.StatusInsufficientStorage, text: fullDisk + " Nothing of this call was kept; make room and send it again."}
	}
	return &refusal{status: http.StatusInternalServerError, text: "The practice site failed at this call. Its log says why."}
}

// recorder remembers what was sent, for the log.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (r *recorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets [http.ResponseController] reach the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
