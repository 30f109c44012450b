package ingest

import (
	"maps"
	"slices"
)

// GenericFields lists the names by which pulso.yaml may fix a column of a table of ours: the fields of the generic
// layouts, sorted.
func GenericFields() []string { return slices.Sorted(maps.Keys(fieldTitles)) }

// KindFields lists the fields of a kind of table, the usual ones first.
func KindFields(kind string) []string { return genericLayout(kind, nil).fields() }

// FieldTitle is what a field of GenericFields holds, in Spanish.
func FieldTitle(field string) string { return fieldTitles[field] }

// fieldTitles are the fields of the generic layouts in the office's words.
var fieldTitles = map[string]string{
	"id": "identificador", "created_at": "fecha de publicación", "time": "hora", "unix": "fecha en segundos desde 1970", "text": "texto", "title": "título",
	"author": "autor", "author_handle": "usuario del autor", "author_name": "nombre del autor", "author_id": "identificador del autor", "author_followers": "seguidores del autor",
	"network": "red", "url": "enlace", "likes": "me gusta", "replies": "respuestas", "shares": "veces compartido", "views": "visualizaciones", "lang": "idioma", "place": "lugar",
	"sentiment": "sentimiento según la fuente", "kind": "tipo de mención", "is_repost": "si es compartido", "parent_id": "a qué responde", "target_account": "cuenta oficial mencionada",
	"account": "cuenta", "account_id": "identificador de la cuenta", "type": "tipo de publicación", "impressions": "impresiones", "reach": "alcance", "reactions": "reacciones",
	"comments": "comentarios (cuántos)", "saves": "veces guardado", "clicks": "clics", "link_clicks": "clics en el enlace", "follows": "seguidores que trajo",
	"video_views": "reproducciones de video", "duration": "duración en segundos", "engagement": "interacciones según la red", "rate": "tasa de interacción según la red",
	"start": "día, o primer día", "end": "último día", "month": "mes", "year": "año", "metric": "nombre de la cifra", "value": "valor de la cifra",
	"followers_total": "seguidores", "followers_new": "seguidores nuevos", "followers_lost": "seguidores perdidos", "followers_net": "crecimiento neto de seguidores",
	"interactions": "interacciones", "profile_visits": "visitas al perfil", "posts_published": "publicaciones hechas", "watch_time_hours": "horas de reproducción", "engagement_rate": "tasa de interacción",
}

// numberFields are the fields that hold numbers.
var numberFields = func() map[string]bool {
	fields := map[string]bool{"value": true, "author_followers": true, "likes": true, "replies": true, "follows": true, "duration": true, "engagement": true, "rate": true}
	for _, m := range metricFields {
		fields[string(m.metric)] = true
	}
	return fields
}()
