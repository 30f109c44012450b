package social

import (
	"slices"
	"time"
)

// A Break is a day on which a network began to count something else under a known name. Figures on its two sides
// are not compared.
type Break struct {
	On      Date
	Network Network
	Metrics []Metric // which of ours it touches
	What    string   // Spanish: what changed
	Advice  string   // Spanish: how to read figures around it
}

// Breaks are the known changes of definition, by date.
var Breaks = []Break{
	{Date{Year: 2024, Month: time.June, Day: 1}, X,
		[]Metric{Impressions, Interactions},
		"X cambió las pantallas y los archivos de su analítica (fecha aproximada)",
		"Las impresiones e interacciones de los archivos viejos y nuevos no se comparan."},
	{Date{Year: 2025, Month: time.March, Day: 31}, YouTube,
		[]Metric{Views},
		"YouTube cuenta una vista de Short desde que empieza a reproducirse",
		"El aumento de vistas de Shorts desde esa fecha es de definición."},
	{Date{Year: 2025, Month: time.April, Day: 21}, Instagram,
		[]Metric{Views, Impressions},
		"Instagram reemplazó las impresiones por visualizaciones",
		"Las visualizaciones cuentan repeticiones; no se comparan con las impresiones."},
	{Date{Year: 2025, Month: time.November, Day: 15}, Facebook,
		[]Metric{Views, Impressions, FollowersTotal},
		"Facebook retiró las impresiones y los «fans»; quedan visualizaciones y seguidores",
		"Los seguidores no son los «me gusta» de la página: la serie empieza de nuevo."},
	{Date{Year: 2026, Month: time.June, Day: 15}, Facebook,
		[]Metric{Reach},
		"Facebook reemplazó las impresiones únicas por espectadores únicos",
		"El alcance anterior y el posterior no se comparan."},
	{Date{Year: 2026, Month: time.August, Day: 27}, YouTube,
		[]Metric{Views},
		"YouTube cuenta una vista de cualquier formato desde que empieza a reproducirse",
		"Para continuidad se usan las vistas con interacción, donde el archivo las trae."},
}

// Definition names what a network meant by any of the metrics on a day: by the day of the last change until then, and
// with nothing before the first that is known.
func Definition(n Network, day Date, metrics ...Metric) string {
	var last *Break
	for i := range Breaks {
		b := &Breaks[i]
		if b.Network == n && b.On.Compare(day) <= 0 && slices.ContainsFunc(metrics, func(m Metric) bool { return slices.Contains(b.Metrics, m) }) {
			last = b
		}
	}
	if last == nil {
		return ""
	}
	return last.On.String()
}
