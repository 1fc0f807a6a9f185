package practice

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contract is api/openapi.yaml as a transport: it holds every request that a site takes, and every
// answer that it gives, to the document.
type contract struct {
	doc    *openapi3.T
	router routers.Router
	base   *http.Transport

	mu      sync.Mutex
	seen    map[string]bool // by call, way of sending and status
	drifted []string
}

func readContract(t *testing.T) *openapi3.T {
	t.Helper()
	doc, err := openapi3.NewLoader().LoadFromFile("../openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !doc.IsOpenAPI31OrLater() {
		t.Fatalf("it is OpenAPI %s", doc.OpenAPI)
	}
	return doc
}

func newContract(t *testing.T, site string) *contract {
	t.Helper()
	doc := readContract(t)
	doc.Servers = openapi3.Servers{{URL: site + "/api/import"}}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{doc: doc, router: router, base: &http.Transport{}, seen: map[string]bool{}}
	t.Cleanup(c.base.CloseIdleConnections)
	return c
}

func (c *contract) RoundTrip(r *http.Request) (*http.Response, error) {
	var sent []byte
	if r.Body != nil {
		var err error
		if sent, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	renew := func() { r.Body = io.NopCloser(bytes.NewReader(sent)) }
	renew()
	response, err := c.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answered, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	if err != nil {
		return nil, err
	}
	response.Body = io.NopCloser(bytes.NewReader(answered))
	renew()
	if err := c.hold(r, sent, response, answered); err != nil {
		c.mu.Lock()
		c.drifted = append(c.drifted, fmt.Sprintf("%s %s %s → %d %s: %v", r.Method, r.URL, sent, response.StatusCode, answered, err))
		c.mu.Unlock()
	}
	return response, nil
}

func (c *contract) hold(r *http.Request, sent []byte, response *http.Response, answered []byte) error {
	route, path, err := c.router.FindRoute(r)
	if err != nil {
		return err
	}
	options := &openapi3filter.Options{IncludeResponseStatus: true, SkipSettingDefaults: true}
	input := &openapi3filter.RequestValidationInput{Request: r, PathParams: path, Route: route, Options: options}
	ctx := context.WithoutCancel(r.Context())
	if response.StatusCode == http.StatusOK { // what is refused may be anything
		if err := openapi3filter.ValidateRequest(ctx, input); err != nil {
			return err
		}
		if err := namesAreDocumented(route.Operation, r, sent); err != nil {
			return err
		}
	}
	c.mu.Lock()
	c.seen[fmt.Sprintf("%s %s %d", strings.TrimPrefix(route.Path, "/"), wayOf(r), response.StatusCode)] = true
	c.mu.Unlock()
	return openapi3filter.ValidateResponse(ctx, &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: response.StatusCode, Header: response.Header,
		Body: io.NopCloser(bytes.NewReader(answered)), Options: options,
	})
}

// wayOf is how a call was sent: GET, form or JSON.
func wayOf(r *http.Request) string {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Method == http.MethodGet:
		return "GET"
	case kind == "application/json":
		return "JSON"
	}
	return "form"
}

// namesAreDocumented looks for values that the document doesn't know: the library passes over those
// of a query or form.
func namesAreDocumented(operation *openapi3.Operation, r *http.Request, sent []byte) error {
	given := r.URL.Query()
	if wayOf(r) == "form" {
		form, err := url.ParseQuery(string(sent))
		if err != nil {
			return err
		}
		given = form
	}
	known := map[string]bool{}
	for _, p := range operation.Parameters {
		known[p.Value.Name] = true
	}
	if operation.RequestBody != nil {
		for name := range operation.RequestBody.Value.Content["application/json"].Schema.Value.Properties {
			known[name] = true
		}
	}
	for name := range given {
		if name, _, _ := strings.Cut(name, "["); !known[name] {
			return fmt.Errorf("%q is not documented", name)
		}
	}
	return nil
}

// wantDocumented checks that a text is what the document says of a schema.
func wantDocumented(t *testing.T, schema string, content []byte) {
	t.Helper()
	var value any
	if err := json.Unmarshal(content, &value); err != nil {
		t.Fatal(err)
	}
	if err := readContract(t).Components.Schemas[schema].Value.VisitJSON(value, openapi3.EnableJSONSchema2020()); err != nil {
		t.Errorf("%s: %v", content, err)
	}
}

// raw sends a call in one of the three ways.
func (p person) raw(t *testing.T, way, name string, given map[string]any) (status int, body string) {
	t.Helper()
	if _, own := given["token"]; !own {
		withToken := map[string]any{"token": p.token}
		for name, value := range given {
			withToken[name] = value
		}
		given = withToken
	}
	if way == "JSON" {
		content, err := json.Marshal(given)
		if err != nil {
			t.Fatal(err)
		}
		return p.send(t, http.MethodPost, name, "", "application/json", string(content))
	}
	form := url.Values{}
	for name, value := range given {
		if fields, ok := value.(map[string]any); ok {
			for field, value := range fields {
				form.Set(name+"["+field+"]", fmt.Sprint(value))
			}
			continue
		}
		form.Set(name, fmt.Sprint(value))
	}
	if way == "GET" {
		return p.send(t, http.MethodGet, name, form.Encode(), "", "")
	}
	return p.send(t, http.MethodPost, name, "", "application/x-www-form-urlencoded", form.Encode())
}
