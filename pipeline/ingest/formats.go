package ingest

import (
	"slices"

	"pulso/pipeline/social"
)

// Formats lists every export layout that is recognised, in the order in which they are tried: first those that know
// their file by its own marks, last the generic ones, which take what is left.
var Formats = slices.Concat(
	[]Format{
		{Name: facebookContent.name, Title: "Meta Business Suite: contenido de Facebook", Network: social.Facebook, Match: facebookContent.match, Read: facebookContent.read},
		{Name: instagramContent.name, Title: "Meta Business Suite: contenido de Instagram", Network: social.Instagram, Match: instagramContent.match, Read: instagramContent.read},
		{Name: metaVideo.name, Title: "Meta Business Suite: videos de Facebook", Network: social.Facebook, Match: metaVideo.match, Read: metaVideo.read},
		{Name: facebookInsights.name, Title: "Facebook Insights (retirado): publicaciones", Network: social.Facebook, Unmet: true, Match: matchInsights, Read: facebookInsights.read},
		{Name: metaMetricsName, Title: "Meta Business Suite: métricas y público", Match: matchMetaMetrics, Read: readMetaMetrics},
		{Name: "meta.ads", Title: "Administrador de anuncios de Meta", Match: matchAds, Read: noRecords,
			Decline: "Es un informe del Administrador de anuncios: lo pagado no se cuenta como resultado orgánico y no entra en los informes."},
	},
	networkFormats,
	[]Format{
		{Name: dyiName, Title: "Facebook o Instagram: descarga de tu información (mensajes y comentarios propios)", Match: matchDYI, Read: readDYI},
		{Name: "meta.dyi_posts", Title: "Facebook o Instagram: descarga de tu información (publicaciones)", Match: matchDYIPosts, Read: noRecords,
			Decline: "Las publicaciones de la descarga de información no traen cifras: use la exportación de contenido de Meta Business Suite."},
		{Name: fourCAT.name, Title: "4CAT", Unmet: true, Match: fourCAT.match, Read: fourCAT.read},
		{Name: zeeschuimerName, Title: "Zeeschuimer", Unmet: true, Match: matchZeeschuimer, Read: readZeeschuimer},
		{Name: facepager.name, Title: "Facepager", Unmet: true, Match: facepager.match, Read: facepager.read},
		{Name: crowdTangle.name, Title: "CrowdTangle", Unmet: true, Match: crowdTangle.match, Read: crowdTangle.read},
		{Name: meltwater.name, Title: "Meltwater", Unmet: true, Match: meltwater.match, Read: meltwater.read},
		{Name: brandwatch.name, Title: "Brandwatch", Unmet: true, Match: brandwatch.match, Read: brandwatch.read},
		{Name: feedName, Title: "Noticias por RSS o Atom, y alertas de Google", Unmet: true, Match: matchFeed, Read: readFeed},
	},
	[]Format{
		genericFormat(postRows, "Tabla de publicaciones"),
		genericFormat(mentionRows, "Tabla de menciones"),
		genericFormat(metricRows, "Tabla de cifras de cuentas"),
		crosstabFormat,
	},
)
