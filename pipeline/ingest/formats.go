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
		{Name: metaMetricsName, Title: "Meta Business Suite: métricas y público", Match: matchMetaMetrics, Read: readMetaMetrics},
		{Name: "meta.ads", Title: "Administrador de anuncios de Meta", Match: matchAds, Read: noRecords,
			Decline: "Es un informe del Administrador de anuncios: lo pagado no se cuenta como resultado orgánico y no entra en los informes."},
	},
	networkFormats,
	[]Format{
		genericFormat(postRows, "Tabla de publicaciones"),
		genericFormat(mentionRows, "Tabla de menciones"),
		genericFormat(metricRows, "Tabla de cifras de cuentas"),
	},
)
