// Reports WeChat errors to wxquota (best effort). Copy report and what it uses. Go 1.19 or newer, nothing else.
//
// WXQUOTA_URL is the address of wxquota, WXQUOTA_TOKEN a token with the role reporter.
// After 40001, 40014 or 42001, refresh your token yourself: fetch it again from /cgi-bin/stable_token with
// force_refresh=false, and repeat the call once. wxquota does not do this for you.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

type incident struct {
	ID    int64 `json:"id"`
	Count int64 `json:"count"`
}

var (
	desk = &http.Client{
		Timeout:       2 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	slots      = make(chan struct{}, 16)
	quietUntil atomic.Int64
)

// report returns at once and cannot fail. You do not have to read the channel. It returns the incident or is closed.
func report(account string, errcode int, errmsg, cgiPath string) <-chan incident {
	told := make(chan incident, 1)
	if time.Now().Unix() < quietUntil.Load() { // wxquota asked to wait: drop this report.
		close(told)
		return told
	}
	select {
	case slots <- struct{}{}:
	default: // 16 reports are in progress: drop this one.
		close(told)
		return told
	}
	go func() {
		defer func() { <-slots; close(told) }()
		found, err := send(map[string]any{"account": account, "errcode": errcode, "errmsg": errmsg, "cgi_path": cgiPath})
		if err != nil {
			log.Printf("wxquota did not accept the report: %v", err)
			return
		}
		told <- found
	}()
	return told
}

func send(fields map[string]any) (incident, error) {
	var answered struct {
		Incident incident `json:"incident"`
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return incident{}, err
	}
	url := strings.TrimRight(os.Getenv("WXQUOTA_URL"), "/") + "/api/v1/incidents"
	request, err := http.NewRequest(http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return incident{}, err
	}
	request.Header.Set("Authorization", "Bearer "+strings.TrimSpace(os.Getenv("WXQUOTA_TOKEN")))
	request.Header.Set("Content-Type", "application/json")
	answer, err := desk.Do(request)
	if err != nil {
		return incident{}, err
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusTooManyRequests {
		wait, err := strconv.ParseInt(answer.Header.Get("Retry-After"), 10, 32)
		if err != nil {
			wait = 60
		}
		quietUntil.Store(time.Now().Unix() + wait)
	}
	if answer.StatusCode != http.StatusAccepted {
		return incident{}, fmt.Errorf("HTTP %d", answer.StatusCode)
	}
	err = json.NewDecoder(answer.Body).Decode(&answered)
	return answered.Incident, err
}

func main() {
	if len(os.Args) < 4 || len(os.Args) > 5 {
		fmt.Fprintln(os.Stderr, "usage: report_incident ACCOUNT ERRCODE ERRMSG [CGI_PATH]")
		os.Exit(2)
	}
	errcode, err := strconv.Atoi(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	cgiPath := strings.Join(os.Args[4:], "")
	told, ok := <-report(os.Args[1], errcode, os.Args[3], cgiPath)
	if !ok {
		os.Exit(1)
	}
	fmt.Printf("incident %d, count %d\n", told.ID, told.Count)
}
