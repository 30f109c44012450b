package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"pulso/pipeline/social"
)

// How a request is tried. The tries of a failure are few: a listing that was cut is resumed by the next command.
const (
	requestTime = 90 * time.Second // from dialling to the last byte
	tries       = 4
	firstWait   = 2 * time.Second // doubled, and doubled again
	patience    = 5 * time.Minute // the longest wait that a network may ask for; beyond it the collection stops
	maxWaits    = 3               // for one request
)

// httpClient follows no redirect: an API that answers from another place is not the one that the token is for.
var httpClient = &http.Client{
	Timeout:       requestTime,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// An answer is what a server said.
type answer struct {
	status int
	header http.Header
	body   []byte
	at     time.Time
}

// A meaning is what an answer means for the walk.
type meaning int

const (
	good    meaning = iota // a page
	passing                // a failure of the moment: try again
	limited                // too many requests
	denied                 // nothing can be had with this token
	refused                // this request will not be answered, others may
)

// A verdict is a meaning with what the network said and what to do about it.
type verdict struct {
	meaning meaning
	until   time.Time // limited: when to ask again; good: not before this instant; zero when not said
	always  bool      // refused: nor will any other of the same endpoint
	said    string    // the network's own words
	help    string    // Spanish: what to do; empty for the usual
}

// ask makes a request until it has an answer that means something, and returns that: good or refused.
func (v *visit) ask(u *url.URL) (*answer, verdict, error) {
	wait := firstWait
	for try, waits := 1, 0; ; {
		a, err := v.once(u)
		if v.ctx.Err() != nil {
			return nil, verdict{}, v.ctx.Err()
		}
		said := v.weigh(a, err)
		switch said.meaning {
		case good, refused:
			return a, said, nil
		case denied:
			help := said.helpOr("La clave venció, se anuló o no es la de esta cuenta: genere otra.")
			return nil, said, v.problem(Denied, "%s. %s La clave va en la variable %s.", said.said, help, v.job.Variable)
		case limited:
			pause := said.until.Sub(v.c.Now())
			if waits++; said.until.IsZero() || pause > patience || waits > maxWaits {
				return nil, said, v.limit(said)
			}
			if err := v.pause(max(pause, time.Second)); err != nil {
				return nil, said, err
			}
		case passing:
			if try++; try > tries {
				return nil, said, v.problem(Unreachable, "%s. Lo que ya se descargó está guardado: repita la orden más tarde y sigue desde ahí.", said.said)
			}
			if err := v.pause(wait); err != nil {
				return nil, said, err
			}
			wait *= 4
		}
	}
}

func (s verdict) helpOr(usual string) string {
	if s.help != "" {
		return s.help
	}
	return usual
}

// limit is the problem of a network that asks to wait for longer than a command should.
func (v *visit) limit(said verdict) error {
	when := "Repita la orden dentro de una hora: sigue desde donde quedó."
	if !said.until.IsZero() {
		when = "Repita la orden después del " + said.until.In(v.c.Zone).Format("02/01/2006 a las 15:04") + ": sigue desde donde quedó."
	}
	p := v.problem(Limited, "la red pidió esperar (%s). Lo que ya se descargó está guardado. %s", said.said, said.helpOr(when))
	p.Until = said.until
	return p
}

func (v *visit) problem(kind Kind, format string, args ...any) *Problem {
	text := v.secret.strike(fmt.Sprintf(format, args...))
	return &Problem{Network: v.src.Network, Account: v.job.name(), Kind: kind, Text: text}
}

// pause waits and says so.
func (v *visit) pause(d time.Duration) error {
	v.progress(d)
	if v.c.Wait != nil {
		return v.c.Wait(v.ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-v.ctx.Done():
		return v.ctx.Err()
	}
}

// once makes one request. Its error is without the address, which may hold the token.
func (v *visit) once(u *url.URL) (*answer, error) {
	r, err := http.NewRequestWithContext(v.ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errors.New("la dirección no sirve")
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("User-Agent", "pulso")
	v.src.sign(r, v.job.Token)
	resp, err := httpClient.Do(r)
	if err != nil {
		var inURL *url.Error
		if errors.As(err, &inURL) {
			err = inURL.Err
		}
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxPage+1))
	if err != nil {
		return nil, err
	}
	return &answer{status: resp.StatusCode, header: resp.Header, body: body, at: v.c.Now()}, nil
}

// weigh judges an answer, first by what all servers have in common.
func (v *visit) weigh(a *answer, err error) verdict {
	host := v.server.Hostname()
	switch {
	case err != nil:
		why := "la conexión se cortó"
		if errors.Is(err, context.DeadlineExceeded) || isTimeout(err) {
			why = "no contestó a tiempo"
		}
		return verdict{meaning: passing, said: fmt.Sprintf("no hay respuesta de %s: %s (%s)", host, why, v.secret.strike(err.Error()))}
	case a.status >= 500 || a.status == http.StatusRequestTimeout:
		if said := v.src.judge(a); said.meaning == limited {
			return said
		}
		return verdict{meaning: passing, said: fmt.Sprintf("%s falló (estado %d)", host, a.status)}
	case a.status >= 300 && a.status < 400:
		return verdict{meaning: passing, said: fmt.Sprintf("%s remite a otro servidor (estado %d), y la clave no se envía a otro: revise la conexión o el proxy", host, a.status)}
	case len(a.body) > maxPage:
		return verdict{meaning: refused, said: fmt.Sprintf("la respuesta pasa de %d MB", maxPage>>20)}
	case !isObject(a.body) && a.status != http.StatusTooManyRequests:
		return verdict{meaning: passing, said: fmt.Sprintf("%s contestó algo que no es de su API (estado %d): puede ser la página de un proxy o de la red wifi", host, a.status)}
	}
	said := v.src.judge(a)
	if a.status == http.StatusTooManyRequests {
		said.meaning = limited
	}
	if said.meaning == limited && said.until.IsZero() {
		said.until = retryAfter(a)
	}
	said.said = v.secret.strike(said.said)
	return said
}

func isTimeout(err error) bool {
	var t interface{ Timeout() bool }
	return errors.As(err, &t) && t.Timeout()
}

// retryAfter is the instant of the header of that name, in seconds or as a date; zero when there is none.
func retryAfter(a *answer) time.Time {
	s := strings.TrimSpace(a.header.Get("Retry-After"))
	if n, err := strconv.Atoi(s); err == nil && n >= 0 {
		return a.at.Add(time.Duration(n) * time.Second)
	}
	if t, err := http.ParseTime(s); err == nil {
		return social.AtUTC(t)
	}
	return time.Time{}
}
