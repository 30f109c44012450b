package lexicon

import (
	"math"
)

// A record is a hit while it is weighed.
type record struct {
	start, end int32 // tokens
	entry      int32
	weight     float64
	factor     float64
	negated    bool
	emoji      bool
}

var ironyRule = ruleIndex(RuleIrony)

// A mod is one factor put on one record, kept only for an explanation.
type mod struct {
	record int32
	entry  int32 // entry that put it, -1 for a rule
	kind   modKind
	factor float64
}

type modKind uint8

const (
	modNegation modKind = iota
	modDegree
	modContrast
	modFrame
	modQuestion
	modExclamation
	modCaps
	modElongation
	modRepeat
	modHashtag
	modIrony
	modRetweet
	modLink
	modLaughter
	modThanks
)

var modNames = [...]string{"negación", "grado", "contraste", "marco", "pregunta", "exclamación", "mayúsculas", "alargamiento", "repetición", "etiqueta", "ironía", "retuit", "enlace", "risa", "cortesía"}

// scratch is everything that scoring one text needs; it is reused.
type scratch struct {
	lex      *Lexicon
	explain  bool
	original string
	text     string // what is tokenised: original, or clean
	cleaned  bool
	words    int

	tokens  []token
	spots   []spot
	spare   []token
	expand  bool // some token stands for other words
	records []record
	mods    []mod
	key     []byte
	key2    []byte
	cuts    []int32
	clean   []byte
	origin  []int32
	stage   []byte
	stageAt []int32

	st      pass
	intent  [16]float64
	doubt   float64 // suspicion of irony
	cued    float64 // the part of it that irony.tsv gives
	known   int
	laughs  bool
	cueSeen [ruleCount]int
}

// A pass is the state of the one left-to-right reading of the tokens.
type pass struct {
	negator        int32 // entry, -1 for none
	pendingNegator int32
	negStart       int // first token in scope
	negUntil       int // first token out of scope
	frame          int32
	frameKind      uint8
	degree         float64
	degreeBy       int32
	degreeTo       int
	after          float64 // contrast factor for the rest of the sentence
	afterBy        int32
	sentence       int // first record of the sentence
	clause         int // first record of the clause
	contrasted     int // first record after the last contrast word
	question       int // first record after ¿
	quoted         int // tokens before this one stand in short quotation marks
	consumed       int // tokens before this one belong to a phrase
}

func (p *pass) reset() {
	*p = pass{negator: -1, frame: -1, degreeBy: -1, after: 1, afterBy: -1, degree: 1, question: -1}
}

// run scores one text.
func (s *scratch) run(text string) Score {
	s.prepare(text)
	s.read()
	return s.fold()
}

func (s *scratch) prepare(text string) {
	if len(text) > math.MaxInt32/2 {
		text = text[:math.MaxInt32/2]
	}
	s.original, s.text, s.cleaned = text, text, false
	s.records, s.mods = s.records[:0], s.mods[:0]
	s.intent, s.doubt, s.cued, s.known, s.laughs = [16]float64{}, 0, 0, 0, false
	s.cueSeen = [ruleCount]int{}
	s.st.reset()
	if !s.tokenize(false) {
		s.cleaned = true
		s.cleanText()
		s.tokenize(true)
	}
}

// read walks the tokens once: what fires becomes records, what governs others
// puts factors on them.
func (s *scratch) read() {
	var f finding
	for _, at := range s.sift() {
		i := int(at.token)
		t := &s.tokens[i]
		switch t.kind {
		case kindPunct:
			s.punctuation(i, t)
		case kindLink:
			s.cueSeen[cueLink]++
			continue
		case kindHandle:
			s.cueSeen[cueHandle]++
			continue
		case kindEmoji:
			if t.form.entry() >= 0 {
				s.emojiRecord(i, t)
			}
			continue
		}
		if t.form.has(flagLaughter) {
			s.laughs = true
		}
		if i > s.st.negStart && t.form.has(flagScopeEnd) {
			s.st.negUntil = min(s.st.negUntil, i)
		}
		s.match(i, &s.lex.pairs.slots[at.pair], &f)
		taken := i < s.st.consumed
		if f.roles&^(1<<rolePhrase) != 0 {
			s.govern(i, &f)
		}
		phrase := f.has(rolePhrase)
		if taken || !phrase && i < s.st.consumed {
			continue
		}
		if phrase {
			s.phrase(i, &f)
			continue
		}
		if entry := t.form.entry(); entry >= 0 && !t.form.has(flagExpand) {
			s.add(i, i+1, entry, t.form.weight(), false)
		}
	}
	s.endSentence(len(s.tokens), 0)
}

// govern applies what marks without consuming: negators, degree words, frames,
// contrast, irony cues and intents. Inside a phrase only the last two count.
func (s *scratch) govern(i int, f *finding) {
	l := s.lex
	if f.has(roleIntent) {
		e := &l.entries[f.entry[roleIntent]]
		s.intent[e.intent] += e.weight
	}
	if f.has(roleIrony) {
		s.doubt += l.entries[f.entry[roleIrony]].weight
		s.cued += l.entries[f.entry[roleIrony]].weight
	}
	if i < s.st.consumed {
		return
	}
	// A phrase that begins here and is longer swallows the marks inside it.
	limit := int32(0)
	if f.has(rolePhrase) {
		limit = f.end[rolePhrase]
	}
	if f.has(roleContrast) && f.end[roleContrast] >= limit {
		s.contrast(f.entry[roleContrast])
	}
	if f.has(roleFrame) && f.end[roleFrame] >= limit {
		s.openFrame(f.entry[roleFrame])
	}
	if f.has(roleNegator) && f.end[roleNegator] >= limit {
		s.negate(i, f.entry[roleNegator], int(f.end[roleNegator]))
	}
	if f.has(roleDegree) && f.end[roleDegree] >= limit {
		s.grade(i, f.entry[roleDegree], int(f.end[roleDegree]))
	}
}

func (s *scratch) negate(i int, entry int32, end int) {
	e := &s.lex.entries[entry]
	if e.kind&sideNone != 0 {
		// "no solo", "no cabe duda": the words are no negation.
		s.st.consumed = max(s.st.consumed, end)
		return
	}
	if s.tokens[i].flags&flagElongated != 0 {
		return // "nooo, me encanta" exclaims
	}
	s.cueSeen[cueNegation]++
	if e.kind&sideLeft != 0 {
		if k := len(s.records) - 1; k >= s.st.clause && !s.records[k].emoji && !s.records[k].negated {
			s.negateRecord(k, entry)
		}
	}
	if e.kind&sideRight != 0 && i >= s.st.negUntil {
		s.st.negator, s.st.negStart = entry, end
		s.st.negUntil = end + int(s.lex.params.negationWords)
	}
	if end > i+1 {
		s.st.consumed = max(s.st.consumed, end)
	}
}

func (s *scratch) negateRecord(k int, entry int32) {
	factor := s.lex.params.negatePositive
	if s.records[k].weight < 0 {
		factor = s.lex.params.negateNegative
	}
	s.records[k].negated = true
	s.scale(k, entry, modNegation, factor)
}

func (s *scratch) grade(i int, entry int32, end int) {
	e := &s.lex.entries[entry]
	if e.kind&sideLeft != 0 {
		if k := len(s.records) - 1; k >= s.st.clause && int(s.records[k].end) == i {
			s.scale(k, entry, modDegree, e.weight)
			if e.kind&sideRight == 0 {
				return
			}
		}
	}
	if e.kind&sideRight != 0 {
		if i >= s.st.degreeTo {
			s.st.degree = 1
		}
		s.st.degree = min(s.st.degree*e.weight, s.lex.params.degreeMax)
		s.st.degreeBy = entry
		s.st.degreeTo = end + int(s.lex.params.degreeWords)
	}
}

func (s *scratch) openFrame(entry int32) {
	e := &s.lex.entries[entry]
	if e.intent != 0 {
		s.intent[e.intent] += s.lex.params.intentPattern
	}
	if e.kind == frameRequest {
		s.cueSeen[cueRequest]++
	}
	s.st.frame, s.st.frameKind = entry, e.kind
}

func (s *scratch) contrast(entry int32) {
	e := &s.lex.entries[entry]
	// What an earlier contrast word has weakened is not weakened again, which
	// also keeps a sentence of a thousand of them linear.
	for k := max(s.st.sentence, s.st.contrasted); k < len(s.records); k++ {
		s.scale(k, entry, modContrast, e.weight)
	}
	s.st.contrasted = len(s.records)
	s.endClause()
	s.st.after = min(s.st.after*s.lex.afters[e.kind], s.lex.params.degreeMax)
	s.st.afterBy = entry
}

// scale puts a factor on a record.
func (s *scratch) scale(k int, entry int32, kind modKind, factor float64) {
	if factor == 1 {
		return
	}
	s.records[k].factor *= factor
	if s.explain {
		s.mods = append(s.mods, mod{int32(k), entry, kind, factor})
	}
}

// phrase adds the phrase that begins at token i and consumes its words.
func (s *scratch) phrase(i int, f *finding) {
	entry, end := f.entry[rolePhrase], int(f.end[rolePhrase])
	e := &s.lex.entries[entry]
	if e.intent != 0 {
		s.intent[e.intent] += s.lex.params.intentPattern
	}
	s.st.consumed = end
	// "no puedo", "no quiero" weigh little themselves and go on negating.
	if end == i+2 && math.Abs(e.weight) <= 1 && f.has(roleNegator) && s.lex.entries[f.entry[roleNegator]].kind&sideRight != 0 {
		s.st.pendingNegator = f.entry[roleNegator]
	}
	if e.is&isIrony != 0 {
		s.doubt += s.lex.params.ironyThreshold
	}
	if e.is&isSoft == 0 {
		s.add(i, end, entry, e.weight, e.rule == ironyRule)
	}
	if s.st.pendingNegator > 0 {
		s.negate(end-1, s.st.pendingNegator, end)
		s.st.pendingNegator = 0
	}
}

// add makes a record of an entry that fires on tokens [i, end), with all the
// factors that hold there; what is certain irony turns with nothing around it.
func (s *scratch) add(i, end int, entry int32, weight float64, irony bool) {
	p := &s.lex.params
	k := len(s.records)
	s.records = append(s.records, record{start: int32(i), end: int32(end), entry: entry, weight: weight, factor: 1})
	t := &s.tokens[i]
	if t.flags&flagElongated != 0 {
		s.scale(k, -1, modElongation, p.elongation)
	}
	if t.flags&flagCaps != 0 {
		s.scale(k, -1, modCaps, p.caps)
	}
	if t.flags&flagHashtag != 0 {
		s.scale(k, -1, modHashtag, p.hashtag)
	}
	st := &s.st
	if i < st.degreeTo && st.degreeBy >= 0 {
		s.scale(k, st.degreeBy, modDegree, st.degree)
		st.degree, st.degreeBy, st.degreeTo = 1, -1, 0
	}
	if irony {
		return
	}
	if st.negator >= 0 && i >= st.negStart && i < st.negUntil {
		s.negateRecord(k, st.negator)
	}
	if st.frame >= 0 {
		s.scale(k, st.frame, modFrame, s.frameFactor(st.frameKind, weight))
	}
	if st.after != 1 {
		s.scale(k, st.afterBy, modContrast, st.after)
	}
	if i < st.quoted && weight > 0 {
		s.doubt += p.ironyQuotes
		st.quoted = 0
	}
}

func (s *scratch) frameFactor(kind uint8, weight float64) float64 {
	p := &s.lex.params
	positive, negative := 1.0, 1.0
	switch kind {
	case frameWish:
		positive, negative = p.wishPositive, p.wishNegative
	case frameConditional:
		positive, negative = p.conditionalPositive, p.conditionalNegative
	case frameRequest:
		positive, negative = p.requestPositive, p.requestNegative
	case frameQuestion:
		positive, negative = p.questionPositive, p.questionNegative
	case frameReport:
		positive, negative = p.reportPositive, p.reportNegative
	case frameQuote:
		positive, negative = p.quotePositive, p.quoteNegative
	}
	if weight > 0 {
		return positive
	}
	return negative
}

func (s *scratch) emojiRecord(i int, t *token) {
	entry := t.form.entry()
	e := &s.lex.entries[entry]
	if e.is&isIrony != 0 {
		s.doubt += s.lex.params.ironyEmoji
	}
	if e.is&isLaugh != 0 {
		s.laughs = true
	}
	if e.weight == 0 {
		return
	}
	k := len(s.records)
	s.records = append(s.records, record{start: int32(i), end: int32(i + 1), entry: entry, weight: e.weight, factor: 1, emoji: true})
	if t.count > 1 {
		s.scale(k, -1, modRepeat, min(1+s.lex.params.repeat*float64(t.count-1), s.lex.params.repeatMax))
	}
}

// punctuation ends clauses and sentences and counts the marks that say
// something by themselves.
func (s *scratch) punctuation(i int, t *token) {
	switch t.punct {
	case '"':
		s.openQuote(i)
	case markOpenQues:
		s.st.question = len(s.records)
	case markEllipsis:
		s.cueSeen[cueEllipsis]++
	}
	if t.flags&flagWeak != 0 {
		s.endClause()
		return
	}
	if t.flags&flagStrong == 0 {
		return
	}
	s.endClause()
	if sentenceMark[t.punct] {
		s.endSentence(i, t.punct)
	}
}

// openQuote looks for the mark that closes a quotation of a word or two: such
// a word is called so by others, or not meant.
func (s *scratch) openQuote(i int) {
	if i < s.st.quoted {
		return
	}
	for k := i + 2; k <= i+3 && k < len(s.tokens); k++ {
		if t := &s.tokens[k]; t.kind == kindPunct && t.punct == '"' {
			s.st.quoted = k + 1
			return
		}
	}
}

// endClause closes negation, degree and frames.
func (s *scratch) endClause() {
	st := &s.st
	if st.after < 1 { // what aunque concedes ends with its clause
		st.after = 1
	}
	st.negator, st.negUntil = -1, 0
	st.frame, st.frameKind = -1, frameNone
	st.degree, st.degreeBy, st.degreeTo = 1, -1, 0
	st.clause = len(s.records)
}

// endSentence weighs the records of a sentence by the mark that ends it.
func (s *scratch) endSentence(i int, mark byte) {
	p, st := &s.lex.params, &s.st
	from := st.sentence
	switch mark {
	case '?':
		s.cueSeen[cueQuestion]++
		if st.question >= from {
			from = st.question
		}
		for k := from; k < len(s.records); k++ {
			if s.records[k].emoji {
				continue
			}
			if s.records[k].weight > 0 {
				s.scale(k, -1, modQuestion, p.questionPositive)
			} else {
				s.scale(k, -1, modQuestion, p.questionNegative)
			}
		}
	case '!':
		s.cueSeen[cueExclamation]++
		for k := from; k < len(s.records); k++ {
			s.scale(k, -1, modExclamation, p.exclamation)
		}
	}
	s.mixed(st.sentence)
	st.sentence, st.clause = len(s.records), len(s.records)
	st.question = -1
	st.after, st.afterBy = 1, -1
}
