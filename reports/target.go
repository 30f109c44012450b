package reports

import "pulso/pipeline/social"

// TargetRules are the rules that find a target, in the order in which they are asked, with what the office reads.
var TargetRules = []struct {
	Rule social.TargetRule
	Name string
	Doc  string
}{
	{social.TargetNamed, "lo nombra", "El texto tiene una palabra que la configuración le da al objetivo."},
	{social.TargetOffice, "habla de la administración", "El texto dice «la administración», «el gobierno distrital», «el burgomaestre» o algo así, que la configuración no trae."},
	{social.TargetAddressed, "empieza con su usuario", "El texto comienza con el usuario del objetivo: se dirige a él."},
	{social.TargetCited, "cita su usuario", "El usuario del objetivo está dentro del texto. No cuentan los que arrastra un hilo al comienzo, ni los del final si el texto no pide ni juzga."},
	{social.TargetAnswered, "responde a lo que publicó", "Es comentario o respuesta en una publicación o una cuenta del objetivo, y no nombra a otro."},
	{social.TargetSpokenTo, "le habla a quien gobierna", "El texto da una orden o trata de «ustedes», sin nombrar ni citar a nadie más."},
	{social.TargetInferred, "por el tema (inferido)", "Es una queja o una petición sobre un tema, y se le atribuye a quien la configuración pone a cargo. No lo dice el texto."},
	{social.TargetCity, "habla de la ciudad", "La ciudad es el asunto de la frase y no el lugar donde pasa."},
	{social.TargetAnalyst, "lo dijo la oficina", "Lo corrigió una persona."},
}

// TargetRuleName is a rule as the office reads it; empty for none.
func TargetRuleName(rule social.TargetRule) string {
	for _, r := range TargetRules {
		if r.Rule == rule {
			return r.Name
		}
	}
	return string(rule)
}

// TargetReason says why a mention has its target: «lo nombra («alcaldía»)».
func TargetReason(m *social.Scored) string {
	if m.TargetEvidence == "" {
		return TargetRuleName(m.TargetRule)
	}
	return TargetRuleName(m.TargetRule) + " («" + m.TargetEvidence + "»)"
}
