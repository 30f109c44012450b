package ingest

// The headers by which people and programs call the fields of mentions, posts and metrics. Of several columns of one
// field the header that stands first here counts: the precise names before the vague ones.

// genericMention is the layout of tables of mentions that no format of a network claims.
var genericMention = Layout{
	{"id", []string{"id_tweet", "tweet_id", "tweet id", "status_id", "id_str", "mention_id", "comment_id", "comment id", "id comentario", "id_comentario", "id del comentario", "id publicacion", "id_publicacion", "id mencion", "id_mencion", "id de la mencion", "post id", "post_id", "item_id", "document id", "conversation id str", "identificador", "id"}},
	{"created_at", []string{"fecha", "fecha y hora", "fecha_hora", "fecha hora", "fecha de publicacion", "fecha publicacion", "fecha_publicacion", "fecha de creacion", "fecha_creacion", "fecha del comentario", "date", "datetime", "date time", "fecha creacion", "created_at", "created at", "created", "created time", "created_time", "createdAt", "timestamp", "published", "published_at", "published at", "publishedAt", "snippet.publishedAt", "snippet.topLevelComment.snippet.publishedAt", "publish date", "post date", "comment date", "data", "data e hora", "data de publicacao", "cuando", "dia"}},
	{"time", []string{"hora", "time", "hora de publicacion"}},
	{"unix", []string{"unix_timestamp", "created_utc", "created_timestamp", "timestamp_ms", "unix time", "epoch", "create_time", "createTime"}},
	{"text", []string{"texto", "full_text", "text", "tweet", "rawContent", "raw content", "content", "contenido", "comentario", "comment", "comment text", "comment_text", "commentText", "texto del comentario", "texto comentario", "mensaje", "message", "mencion", "mention", "post body", "body", "texto de la publicacion", "post text", "publicacion", "opinion", "resena", "review", "descripcion", "description", "textDisplay", "textOriginal", "snippet.textDisplay", "snippet.textOriginal", "snippet.topLevelComment.snippet.textOriginal", "texto original", "full text", "caption", "texto_comentario", "mensagem", "comentário"}},
	{"title", []string{"titulo", "title", "titular", "headline", "asunto", "subject"}},
	{"author", []string{"autor", "author", "usuario", "user", "nombre de usuario", "usuario/autor", "autor/usuario", "from", "de", "quien", "profile", "perfil", "authorDisplayName", "snippet.authorDisplayName"}},
	{"author_handle", []string{"username", "screen_name", "screen name", "user.username", "user.screen_name", "author.username", "author.screen_name", "author.userName", "handle", "author handle", "user_name", "userName", "usuario de x", "usuario twitter", "arroba", "cuenta del autor", "user screen_name", "ownerUsername"}},
	{"author_name", []string{"nombre", "name", "author_name", "author name", "user.name", "user.displayname", "author.name", "display name", "displayname", "nombre del autor", "nombre y apellido", "full name", "nombre completo", "nombre del usuario", "nome"}},
	{"author_id", []string{"author_id", "author id", "user_id", "id_user", "id_usuario", "id usuario", "user.id", "author.id", "profile id", "from.id", "authorChannelId"}},
	{"author_followers", []string{"seguidores", "followers", "followers_count", "user.followers_count", "user.followersCount", "author.followers", "author_followers", "author followers", "seguidores del autor", "num seguidores"}},
	{"network", []string{"red", "red social", "red_social", "network", "social network", "plataforma", "platform", "fuente", "source", "source type", "canal", "channel", "medio", "origen", "rede", "rede social"}},
	{"url", []string{"enlace", "link", "url", "permalink", "permalink_url", "vinculo", "liga", "direccion", "tweet url", "tweet_url", "post url", "post_url", "url de la publicacion", "enlace permanente", "link permanente", "comment url", "tweet link", "twitterurl"}},
	{"likes", []string{"me_gusta", "me gusta", "likes", "like", "like_count", "likeCount", "likes count", "favorito", "favoritos", "favorite_count", "favorite count", "favourites", "favorites", "cantidad_likes", "cantidad de likes", "num_likes", "nlikes", "reacciones", "reactions", "public_metrics.like_count", "snippet.likeCount", "curtidas", "megusta", "corazones", "numero de me gusta", "num me gusta"}},
	{"replies", []string{"respuestas", "replies", "reply_count", "replyCount", "reply count", "num_replies", "num respuestas", "comments", "comentarios", "comment_count", "num comments", "public_metrics.reply_count", "total reply count", "totalReplyCount", "respostas", "replies count"}},
	{"shares", []string{"compartidos", "compartido", "veces compartido", "shares", "share_count", "retweets", "retweet_count", "retweetCount", "retweet count", "rt_count", "reposts", "repost_count", "num_retweets", "public_metrics.retweet_count", "rts", "compartilhamentos"}},
	{"views", []string{"vistas", "visualizaciones", "views", "view_count", "viewCount", "views count", "public_metrics.impression_count", "impresiones", "impressions", "visualizacoes", "reproducciones"}},
	{"lang", []string{"idioma", "lang", "language", "lengua"}},
	{"place", []string{"lugar", "ubicacion", "location", "place", "user.location", "ciudad", "city", "municipio", "region", "geo", "localizacion"}},
	{"sentiment", []string{"sentimiento", "sentiment", "polaridad", "polarity", "tono", "valoracion"}},
	{"kind", []string{"tipo", "type", "tipo de mencion", "tipo mencion", "kind", "relation", "mention type", "tipo de contenido", "content type"}},
	{"is_repost", []string{"is_rt", "is_retweet", "isRetweet", "retweeted", "es_retweet", "es retweet"}},
	{"parent_id", []string{"replied_id", "in_reply_to_status_id", "in_reply_to_status_id_str", "inReplyToTweetId", "inReplyToId", "parent_id", "parentId", "id padre", "reply_to", "in_reply_to", "quoted_id", "id de la publicacion"}},
	{"target_account", []string{"cuenta", "account", "cuenta oficial", "pagina", "page", "page name", "cuenta mencionada", "target", "dirigido a"}},
}

// genericPost is the layout of tables of own publications. What it shares with mentions goes by the same headers.
var genericPost = append(Layout{
	{"account", []string{"cuenta", "account", "account name", "nombre de la cuenta", "pagina", "page", "page name", "nombre de la pagina", "perfil", "profile", "author", "autor", "usuario", "username", "screen_name", "handle", "conta", "owner"}},
	{"account_id", []string{"account_id", "account id", "page_id", "page id", "id de la cuenta", "id de la pagina", "id_user", "user_id"}},
	{"type", []string{"tipo", "type", "tipo de publicacion", "post type", "media_type", "media type", "formato", "format", "content type", "tipo de contenido"}},
	{"views", []string{"visualizaciones", "vistas", "views", "view_count", "viewCount", "reproducciones", "visualizacoes"}},
	{"impressions", []string{"impresiones", "impressions", "impression_count", "impressoes"}},
	{"reach", []string{"alcance", "reach", "cuentas alcanzadas", "personas alcanzadas", "usuarios alcanzados"}},
	{"reactions", []string{"reacciones", "reactions", "me gusta", "me_gusta", "likes", "like", "like_count", "likeCount", "favoritos", "favorite_count", "curtidas"}},
	{"comments", []string{"comentarios", "comments", "comment_count", "comments_count", "commentCount", "respuestas", "replies", "reply_count"}},
	{"shares", []string{"compartidos", "veces compartido", "veces que se compartio", "shares", "share_count", "retweets", "retweet_count", "rt_count", "reposts", "compartilhamentos"}},
	{"saves", []string{"guardados", "veces que se guardo", "saves", "saved", "bookmarks", "salvamentos"}},
	{"clicks", []string{"clics", "clicks", "total de clics", "total clicks", "cliques"}},
	{"link_clicks", []string{"clics en el enlace", "clics en enlace", "link clicks", "url clicks"}},
	{"follows", []string{"seguimientos", "nuevos seguidores", "follows", "new follows"}},
	{"video_views", []string{"reproducciones de video", "video views", "vistas de video", "visualizaciones de video"}},
	{"duration", []string{"duracion (segundos)", "duracion (s)", "duration (sec)", "duration", "duracion"}},
	{"engagement", []string{"interacciones", "interactions", "engagements", "engagement", "total interactions", "interacciones totales"}},
	{"rate", []string{"tasa de interaccion", "engagement rate", "tasa de engagement"}},
}, genericMention...)

// genericMetric is the layout of tables of figures of an account: a column for each metric, or one for the name of
// the metric and one for its value.
var genericMetric = Layout{
	{"start", []string{"fecha", "date", "dia", "day", "fecha inicial", "fecha inicio", "desde", "start", "start date", "from", "period start", "inicio", "data", "fecha de corte", "corte"}},
	{"end", []string{"hasta", "fecha final", "fecha fin", "end", "end date", "to", "period end", "fin"}},
	{"month", []string{"mes", "month", "periodo", "period", "mes/ano", "mes y ano"}},
	{"year", []string{"ano", "year", "vigencia"}},
	{"network", []string{"red", "red social", "red_social", "network", "social network", "plataforma", "platform", "canal", "channel"}},
	{"account", []string{"cuenta", "account", "account name", "nombre de la cuenta", "pagina", "page", "page name", "perfil", "profile", "usuario", "username", "handle", "account_name"}},
	{"account_id", []string{"account_id", "account id", "page_id", "page id", "id de la cuenta", "id cuenta"}},
	{"metric", []string{"metrica", "metric", "indicador", "indicator", "medida", "variable"}},
	{"value", []string{"valor", "value", "cantidad", "total", "cifra", "resultado", "numero"}},
	{"followers_total", []string{"seguidores", "followers", "total seguidores", "total de seguidores", "seguidores totales", "followers_total", "followers total", "total followers", "followers_count", "suscriptores", "subscribers", "total suscriptores", "fans", "numero de seguidores", "page_fans", "fan_count", "seguidores al cierre"}},
	{"followers_new", []string{"nuevos seguidores", "seguidores nuevos", "followers_new", "new followers", "new follows", "altas", "follows", "seguidores ganados", "page_fan_adds", "subscribers_gained", "suscriptores obtenidos"}},
	{"followers_lost", []string{"seguidores perdidos", "followers_lost", "lost followers", "unfollows", "bajas", "dejaron de seguir", "page_fan_removes", "subscribers_lost", "suscriptores perdidos"}},
	{"followers_net", []string{"crecimiento neto", "seguidores netos", "followers_net", "net followers", "net growth", "neto"}},
	{"views", []string{"visualizaciones", "vistas", "views", "reproducciones"}},
	{"impressions", []string{"impresiones", "impressions", "page_impressions", "page_posts_impressions"}},
	{"reach", []string{"alcance", "reach", "cuentas alcanzadas", "personas alcanzadas"}},
	{"interactions", []string{"interacciones", "interactions", "engagements", "engagement", "page_post_engagements", "interacciones totales"}},
	{"reactions", []string{"reacciones", "reactions", "me gusta", "me_gusta", "likes", "page_actions_post_reactions_total"}},
	{"comments", []string{"comentarios", "comments"}},
	{"shares", []string{"compartidos", "veces compartido", "shares", "retweets", "reposts"}},
	{"saves", []string{"guardados", "saves"}},
	{"clicks", []string{"clics", "clicks", "total de clics"}},
	{"link_clicks", []string{"clics en el enlace", "clics en enlace", "link clicks", "link_clicks"}},
	{"profile_visits", []string{"visitas al perfil", "visitas", "profile visits", "profile_visits", "profile views", "visitas a la pagina"}},
	{"posts_published", []string{"publicaciones", "posts", "posts_published", "publicaciones hechas", "numero de publicaciones", "media_count"}},
	{"video_views", []string{"reproducciones de video", "video views", "video_views", "vistas de video"}},
	{"watch_time_hours", []string{"tiempo de reproduccion (horas)", "watch time (hours)", "watch_time_hours", "horas de reproduccion"}},
	{"engagement_rate", []string{"tasa de interaccion", "engagement rate", "engagement_rate", "tasa de engagement"}},
}
