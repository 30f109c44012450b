package pipeline

import (
	"context"
	"runtime"
	"strings"
	"sync"

	"pulso/lexicon"
	"pulso/pipeline/social"
	"pulso/pipeline/store"
)

// chunk is how many mentions a worker takes at a time: enough that handing over costs nothing beside scoring.
const chunk = 256

// The values of Scored.ScoredBy.
const (
	byLexicon = "lexicon"
	byEnglish = "english"
)

// writeMentions scores the mentions and writes them in stored order.
func (p *Pipeline) writeMentions(ctx context.Context, w *store.Writer, in *month, l *ledger) error {
	order, err := in.order()
	if err != nil {
		return err
	}
	r := newResolver(p.Topics, p.Targets, in.accounts)
	if err := r.learnPosts(in); err != nil {
		return err
	}
	done := 0
	err = inOrder(ctx, p.workers(), len(order), func(from, to int) scoredChunk {
		s := scorer{p: p, resolver: r}
		c := scoredChunk{mentions: make([]*social.Scored, 0, to-from)}
		for _, i := range order[from:to] {
			m, err := s.score(in, i)
			if err != nil {
				return scoredChunk{err: err}
			}
			c.mentions = append(c.mentions, m)
		}
		return c
	}, func(c scoredChunk) error {
		if c.err != nil {
			return c.err
		}
		for _, m := range c.mentions {
			e := in.mentions.at(order[done])
			done++
			l.apply(m)
			in.raise(int(e.row), fateOf(m.Status))
			if err := w.Mention(m); err != nil {
				return err
			}
		}
		p.progress(StepScore, done, len(order))
		return nil
	})
	if err != nil {
		return err
	}
	l.end()
	return nil
}

// A scoredChunk is what a worker made of its mentions, or why it could not.
type scoredChunk struct {
	mentions []*social.Scored
	err      error
}

func (p *Pipeline) workers() int {
	if p.Workers > 0 {
		return p.Workers
	}
	return runtime.GOMAXPROCS(0)
}

func fateOf(s social.Status) fate {
	switch s {
	case social.Valid:
		return fateKept
	case social.Duplicate:
		return fateDuplicate
	}
	return fateExcluded
}

// inOrder makes n things in chunks on several goroutines and takes the chunks in order on the caller's. Some chunks
// more than there are workers are in flight, so memory does not grow with n.
func inOrder[T any](ctx context.Context, workers, n int, work func(from, to int) T, take func(T) error) error {
	type job struct {
		from, to int
		out      chan T
	}
	jobs := make(chan job, workers)
	queue := make(chan job, 2*workers)
	ctx, stop := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer wg.Wait()
	defer stop()
	for range workers {
		wg.Go(func() {
			for j := range jobs {
				j.out <- work(j.from, j.to)
			}
		})
	}
	wg.Go(func() {
		defer close(queue)
		defer close(jobs)
		for from := 0; from < n; from += chunk {
			j := job{from, min(from+chunk, n), make(chan T, 1)}
			select {
			case queue <- j:
				jobs <- j
			case <-ctx.Done():
				return
			}
		}
	})
	for j := range queue {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := take(<-j.out); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// A scorer scores on one goroutine.
type scorer struct {
	p        *Pipeline
	resolver *resolver
	hits     []lexicon.Hit
}

// score is what pulso says of a mention, before corrections. Its error is of the disk.
func (s *scorer) score(in *month, i int32) (*social.Scored, error) {
	e := in.mentions.at(i)
	read, err := in.pile.at(e.place)
	if err != nil {
		return nil, err
	}
	m := &social.Scored{Mention: read, Status: statuses[e.status]}
	m.Key = e.key(m.Network, m.ID)
	if s.p.Pseudonym != nil {
		s.p.hide(m, s.resolver)
	}
	if e.same >= 0 {
		first := in.mentions.at(e.same)
		id, err := in.pile.id(first.place)
		if err != nil {
			return nil, err
		}
		m.DuplicateOf = first.key(m.Network, id) // what a mention repeats is of its network: both keys say so
	}
	switch m.Status {
	case social.Own, social.Duplicate, social.Empty:
		return m, nil
	}
	m.Lang = string(lexicon.Detect(m.Text))
	switch lexicon.Lang(m.Lang) {
	case lexicon.LangEnglish:
		s.english(m)
	case lexicon.LangOther:
		s.otherTongue(m)
	default: // what gives no language away (emoji, one word) is read as Spanish: this office writes to Spanish speakers
		s.spanish(m)
	}
	s.resolver.resolve(m)
	m.Final, m.FinalBy = m.Sentiment, store.ByAuto
	if m.ScoredBy == "" {
		m.FinalBy = ""
	}
	return m, nil
}

func (s *scorer) spanish(m *social.Scored) {
	var score lexicon.Score
	s.hits, score = s.p.Lexicon.AppendHits(s.hits[:0], m.Text)
	if m.Lang == string(lexicon.LangUnknown) && len(s.hits) == 0 && m.Status == social.Valid && !legible(m.Text) {
		m.Status = social.Empty
		return
	}
	m.Sentiment, m.Score, m.Confidence = score.Polarity, score.Value, score.Confidence
	m.Intent, m.Irony = string(score.Intent), score.Irony
	m.ScoredBy, m.LexiconVersion = byLexicon, s.p.Lexicon.Version()
	m.Terms = make([]social.Term, 0, len(s.hits))
	for _, h := range s.hits {
		m.Terms = append(m.Terms, social.Term{Term: h.Term, Offset: h.Offset, Length: h.Length, Weight: h.Weight,
			Contribution: h.Contribution, Negated: h.Negated, Modifier: h.Modifier, Rule: h.Rule, Regional: h.Regional})
	}
	if len(m.Terms) == 0 {
		m.Terms = nil
	}
}

func (s *scorer) english(m *social.Scored) {
	if s.p.English == nil {
		s.otherTongue(m)
		return
	}
	o := s.p.English(m.Text)
	m.Sentiment, m.Score, m.Confidence, m.ScoredBy = o.Polarity, o.Score, o.Confidence, byEnglish
}

func (s *scorer) otherTongue(m *social.Scored) {
	if m.Status == social.Valid {
		m.Status = social.OtherTongue
	}
}

// legible says whether a text without any word of the lexicon still has something to read: a letter outside links
// and handles, or a sign that is no plain punctuation (an emoji that the lexicon does not know).
func legible(text string) bool {
	for _, field := range strings.Fields(text) {
		if strings.HasPrefix(field, "@") || strings.Contains(field, "://") || strings.HasPrefix(field, "www.") {
			continue
		}
		for _, r := range field {
			if r > 0x2000 && r != 0x200d && r != 0xfe0f && !punctuation(r) {
				return true
			}
		}
		if social.NormalText(field) != "" {
			return true
		}
	}
	return false
}

// punctuation are the typographic signs among U+2000–U+206F, the marks that a phone puts for plain ones.
func punctuation(r rune) bool { return r <= 0x206f }
