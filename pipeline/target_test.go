package pipeline

import (
	"testing"

	"pulso/lexicon"
	"pulso/pipeline/social"
)

// city is a configuration like an office's: an entity, its mayor, its dependencies, a company and the city.
func cityResolver() *resolver {
	topics := []Topic{
		{Name: "Agua", Dependency: "Aguamar", Words: []string{"agua"}},
		{Name: "Vías", Dependency: "Infraestructura", Words: []string{"calle", "hueco"}},
		{Name: "Clima", Words: []string{"lluvia"}},
	}
	targets := []Target{
		{Name: "Alcaldía", Kind: "own", Words: []string{"administración"}, Handles: []string{"@AlcaldiaX"}},
		{Name: "Alcalde", Kind: "own", Words: []string{"alcalde"}},
		{Name: "Dependencias", Kind: "own", Words: []string{"secretaría"}, Handles: []string{"@TransitoX"}},
		{Name: "Empresas", Kind: "service", Words: []string{"aguamar"}, Handles: []string{"@Aguamar"}},
		{Name: "Policía", Kind: "other", Words: []string{"policía"}},
		{Name: "La ciudad", Kind: "city", Words: []string{"ciudad", "puerto marejada"}},
	}
	accounts := newAccounts([]social.Account{
		{Network: social.X, Handle: "AlcaldiaX", Dependency: "Comunicaciones"}, {Network: social.Facebook, ID: "77", Handle: "alcaldia.x"}, {Network: social.X, Handle: "CulturaX", Dependency: "Secretaría"},
	})
	r := newResolver(topics, targets, accounts)
	r.published(social.X, "900", "AlcaldiaX")
	r.published(social.X, "901", "CulturaX")
	r.published(social.X, "902", "vecina")
	return r
}

func TestTargets(t *testing.T) {
	reply, comment := social.KindReply, social.KindComment
	for _, x := range []struct {
		m        social.Mention
		intent   lexicon.Intent
		target   string
		rule     social.TargetRule
		evidence string
	}{
		// What the text names.
		{social.Mention{Text: "La ADMINISTRACIÓN no sirve"}, "", "Alcaldía", social.TargetNamed, "administración"},
		{social.Mention{Text: "el alcalde y la secretaría, otra vez el alcalde"}, "", "Alcalde", social.TargetNamed, "alcalde"},
		{social.Mention{Text: "@AlcaldiaX la policía no llegó"}, "", "Policía", social.TargetNamed, "policía"},
		{social.Mention{Text: "nuestra ciudad tiene un alcalde"}, "", "Alcalde", social.TargetNamed, "alcalde"},
		{social.Mention{Text: "bien por el alcalde de Medellín"}, "", "", "", ""},
		{social.Mention{Text: "bien por el alcalde de la gente"}, "", "Alcalde", social.TargetNamed, "alcalde"},
		{social.Mention{Text: "la burgomaestre cumplió"}, "", "Alcalde", social.TargetOffice, "burgomaestre"},
		{social.Mention{Text: "el gobierno distrital no aparece"}, "", "Alcaldía", social.TargetOffice, "gobierno distrital"},
		{social.Mention{Text: "presté servicio en el distrito militar"}, "", "", "", ""},
		{social.Mention{Text: "el distrito nos tiene olvidados"}, "", "Alcaldía", social.TargetOffice, "el distrito"},
		// Handles.
		{social.Mention{Text: "@alcaldiax qué pasó"}, "", "Alcaldía", social.TargetAddressed, "@alcaldiax"},
		{social.Mention{Text: "@TransitoX: qué pasó"}, "", "Dependencias", social.TargetAddressed, "@TransitoX"},
		{social.Mention{Text: "Así quedó el muelle (@AlcaldiaX)."}, lexicon.OtherIntent, "", "", ""},
		{social.Mention{Text: "Así quedó el muelle (@AlcaldiaX)."}, lexicon.Complaint, "Alcaldía", social.TargetCited, "@AlcaldiaX"},
		{social.Mention{Text: "@vecina @AlcaldiaX tú no sabes nada", Kind: reply}, lexicon.Complaint, "", "", ""},
		{social.Mention{Text: "¡Hoy concierto! @banda @AlcaldiaX @bar https://x.co/1"}, lexicon.OtherIntent, "", "", ""},
		{social.Mention{Text: "Hoy en el muelle @AlcaldiaX 📍 #fiestas 👇 https://x.co/1"}, lexicon.OtherIntent, "", "", ""},
		{social.Mention{Text: "¡Qué vergüenza! @AlcaldiaX @bar"}, lexicon.Complaint, "Alcaldía", social.TargetCited, "@AlcaldiaX"},
		{social.Mention{Text: "Así la @AlcaldiaX deja el muelle"}, lexicon.OtherIntent, "Alcaldía", social.TargetCited, "@AlcaldiaX"},
		{social.Mention{Text: "escriban a alcaldia@AlcaldiaX"}, "", "", "", ""},
		// What it answers.
		{social.Mention{Text: "qué bien", Network: social.X, Kind: reply, ParentID: "900"}, "", "Alcaldía", social.TargetAnswered, "publicación 900"},
		{social.Mention{Text: "qué bien", Network: social.X, Kind: reply, ParentID: "901"}, "", "Dependencias", social.TargetAnswered, "publicación 901"},
		{social.Mention{Text: "qué bien", Network: social.X, Kind: reply, ParentID: "902"}, "", "", "", ""},
		{social.Mention{Text: "y la policía bien gracias", Network: social.X, Kind: reply, ParentID: "900"}, "", "Policía", social.TargetNamed, "policía"},
		{social.Mention{Text: "qué bien", Network: social.Facebook, Kind: comment, TargetAccount: "77"}, "", "Alcaldía", social.TargetAnswered, "cuenta 77"},
		{social.Mention{Text: "la ciudad está linda", Network: social.Facebook, Kind: comment, TargetAccount: "77"}, "", "Alcaldía", social.TargetAnswered, "cuenta 77"},
		{social.Mention{Text: "no seas así vecino", Network: social.YouTube, Kind: reply, TargetAccount: "AlcaldiaX", ParentID: "c1"}, "", "", "", ""},
		{social.Mention{Text: "no seas así vecino", Network: social.Facebook, Kind: reply, TargetAccount: "77", ParentID: "900"}, "", "", "", ""},
		// Who is spoken to.
		{social.Mention{Text: "por favor arréglenlo ya"}, lexicon.Petition, "Alcaldía", social.TargetSpokenTo, "arreglenlo"},
		{social.Mention{Text: "por favor arréglenlo ya", Kind: reply, ParentID: "5"}, lexicon.Petition, "", "", ""},
		{social.Mention{Text: "por favor arréglenlo ya @otraempresa"}, lexicon.Petition, "", "", ""},
		{social.Mention{Text: "ustedes nunca cumplen"}, lexicon.Complaint, "Alcaldía", social.TargetSpokenTo, "ustedes"},
		{social.Mention{Text: "¿ustedes qué opinan del partido?"}, lexicon.OtherIntent, "", "", ""},
		// What a service is in whose charge.
		{social.Mention{Text: "otra vez sin agua"}, lexicon.Complaint, "Empresas", social.TargetInferred, "Agua, a cargo de Aguamar"},
		{social.Mention{Text: "el hueco de mi calle cumplió años"}, lexicon.Complaint, "Dependencias", social.TargetInferred, "Vías, a cargo de Infraestructura"},
		{social.Mention{Text: "tomar agua es bueno"}, lexicon.OtherIntent, "", "", ""},
		{social.Mention{Text: "qué lluvia tan dura"}, lexicon.Complaint, "", "", ""},
		// The city itself.
		{social.Mention{Text: "Puerto Marejada está divina"}, "", "La ciudad", social.TargetCity, "puerto marejada"},
		{social.Mention{Text: "qué orgullo mi ciudad"}, "", "La ciudad", social.TargetCity, "ciudad"},
		{social.Mention{Text: "hoy en la ciudad hay concierto"}, "", "", "", ""},
		{social.Mention{Text: "vivo en Puerto Marejada"}, "", "", "", ""},
		{social.Mention{Text: "hola"}, "", "", "", ""},
	} {
		m := &social.Scored{Mention: x.m, Intent: string(x.intent)}
		r := cityResolver()
		r.resolve(m)
		if m.Target != x.target || m.TargetRule != x.rule || m.TargetEvidence != x.evidence {
			t.Errorf("%q: got %q by %q (%q), want %q by %q (%q)", x.m.Text, m.Target, m.TargetRule, m.TargetEvidence, x.target, x.rule, x.evidence)
		}
	}
}

// TestNoTargetWithoutOwn: grammar speaks of an entity; a configuration without one has nobody to be meant by it.
func TestNoTargetWithoutOwn(t *testing.T) {
	r := newResolver(nil, []Target{{Name: "Policía", Kind: "other", Words: []string{"policía"}}}, newAccounts(nil))
	m := &social.Scored{Mention: social.Mention{Text: "arreglen la vía, alcaldía"}, Intent: string(lexicon.Petition)}
	if r.resolve(m); m.Target != "" {
		t.Errorf("got %q", m.Target)
	}
}

// FuzzTargets: hostile text is text, and what is found in it has its reason.
func FuzzTargets(f *testing.F) {
	for _, text := range []string{"@AlcaldiaX @@ @", "alcalde de", "la", "ciudad", "\xff@\x00alcaldía de santa", "=cmd()|'!A1 @AlcaldiaX", "\u202eاملا @Aguamar"} {
		f.Add(text, "900")
	}
	r := cityResolver()
	f.Fuzz(func(t *testing.T, text, parent string) {
		m := &social.Scored{Mention: social.Mention{Network: social.X, Text: text, ParentID: parent}, Intent: string(lexicon.Complaint)}
		r.resolve(m)
		if (m.Target == "") != (m.TargetRule == "") || (m.Target == "") != (m.TargetEvidence == "") {
			t.Errorf("%q: target %q by %q (%q)", text, m.Target, m.TargetRule, m.TargetEvidence)
		}
	})
}
