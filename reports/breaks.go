package reports

import (
	"slices"
	"time"

	"pulso/pipeline/social"
)

// A Break is a day on which a network began to count something else under a known name. Figures on its two sides
// are not compared.
type Break struct {
	On      social.Date
	Network social.Network
	Metrics []social.Metric // which of ours it touches
	What    string          // Spanish: what changed
	Advice  string          // Spanish: how to read figures around it
}

// Breaks are the known changes of definition, by date.
var Breaks = []Break{
	{social.Date{Year: 2024, Month: time.June, Day: 1}, social.X,
		[]social.Metric{social.Impressions, social.Interactions},
		"X cambió las pantallas y los archivos de su analítica (fecha aproximada)",
		"Las impresiones e interacciones de los archivos viejos y nuevos no se comparan."},
	{social.Date{Year: 2025, Month: time.March, Day: 31}, social.YouTube,
		[]social.Metric{social.Views},
		"YouTube cuenta una vista de Short desde que empieza a reproducirse",
		"El aumento de vistas de Shorts desde esa fecha es de definición."},
	{social.Date{Year: 2025, Month: time.April, Day: 21}, social.Instagram,
		[]social.Metric{social.Views, social.Impressions},
		"Instagram reemplazó las impresiones por visualizaciones",
		"Las visualizaciones cuentan repeticiones; no se comparan con las impresiones."},
	{social.Date{Year: 2025, Month: time.November, Day: 15}, social.Facebook,
		[]social.Metric{social.Views, social.Impressions, social.FollowersTotal},
		"Facebook retiró las impresiones y los «fans»; quedan visualizaciones y seguidores",
		"Los seguidores no son los «me gusta» de la página: la serie empieza de nuevo."},
	{social.Date{Year: 2026, Month: time.June, Day: 15}, social.Facebook,
		[]social.Metric{social.Reach},
		"Facebook reemplazó las impresiones únicas por espectadores únicos",
		"El alcance anterior y el posterior no se comparan."},
	{social.Date{Year: 2026, Month: time.August, Day: 27}, social.YouTube,
		[]social.Metric{social.Views},
		"YouTube cuenta una vista de cualquier formato desde que empieza a reproducirse",
		"Para continuidad se usan las vistas con interacción, donde el archivo las trae."},
}

// Crossed is the break of a metric of a network that falls after the start of month before and not after the end of
// month now; false when figures of the two months may be compared.
func Crossed(n social.Network, metric social.Metric, before, now social.Month) (Break, bool) {
	for _, b := range Breaks {
		m := b.On.InMonth()
		if b.Network == n && slices.Contains(b.Metrics, metric) && m.Compare(now) <= 0 &&
			(m.Compare(before) > 0 || m == before && b.On.Day > 1) {
			return b, true
		}
	}
	return Break{}, false
}

// Comparable is v, or missing with the break's date when the metric was redefined between the two months.
func Comparable(v Value, n social.Network, metric social.Metric, before, now social.Month) Value {
	if b, ok := Crossed(n, metric, before, now); ok && v.OK {
		return NoValue("la red cambió la definición el "+Day(b.On), v.Unit)
	}
	return v
}

// BreaksBetween are the breaks of the given networks whose day falls in the months from first to last.
func BreaksBetween(first, last social.Month, networks []social.Network) []Break {
	var out []Break
	for _, b := range Breaks {
		m := b.On.InMonth()
		if m.Compare(first) >= 0 && m.Compare(last) <= 0 && slices.Contains(networks, b.Network) {
			out = append(out, b)
		}
	}
	return out
}
