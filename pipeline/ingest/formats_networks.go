package ingest

import "pulso/pipeline/social"

// networkFormats are the layouts of X, YouTube, LinkedIn, TikTok and of the tools that export comments.
var networkFormats = []Format{
	{Name: xContent.name, Title: "X Analytics: publicaciones", Network: social.X, Match: xContent.match, Read: xContent.read},
	{Name: xOverview.name, Title: "X Analytics: la cuenta por días", Network: social.X, Match: xOverview.match, Read: xOverview.read},
	{Name: xOldContent.name, Title: "Twitter Analytics (hasta 2024): publicaciones", Network: social.X, Match: xOldContent.match, Read: xOldContent.read},
	{Name: xOldOverview.name, Title: "Twitter Analytics (hasta 2024): la cuenta por días", Network: social.X, Match: xOldOverview.match, Read: xOldOverview.read},
	{Name: xapiName, Title: "X: páginas de la API", Network: social.X, Match: matchXAPI, Read: readXAPI},
	{Name: xArchiveName, Title: "X: archivo de la cuenta (tweets.js)", Network: social.X, Match: matchXArchive, Read: readXArchive},
	{Name: linkedInPosts.name, Title: "LinkedIn: contenido de la página", Network: social.LinkedIn, Match: matchLinkedInContent, Read: linkedInContent.read},
	{Name: linkedInNewFollowers.name, Title: "LinkedIn: seguidores de la página", Network: social.LinkedIn, Unmet: true, Match: matchLinkedInFollowers, Read: linkedInFollowers.read},
	{Name: linkedInVisits.name, Title: "LinkedIn: visitantes de la página", Network: social.LinkedIn, Unmet: true, Match: matchLinkedInVisitors, Read: linkedInVisitors.read},
	{Name: linkedInCompetitors.name, Title: "LinkedIn: comparación con otras páginas", Network: social.LinkedIn, Unmet: true, Match: linkedInCompetitors.match, Read: linkedInCompetitors.read},
	{Name: "youtube.chart", Title: "YouTube Studio: datos de la gráfica", Network: social.YouTube, Match: matchYouTubeChart, Read: noRecords,
		Decline: "La gráfica repite, día por día, solo unas pocas filas de la tabla. Las cifras se toman de la tabla y de los totales."},
	{Name: youTubeContent.name, Title: "YouTube Studio: videos", Network: social.YouTube, Match: matchYouTubeContent, Read: youTubeContent.read},
	{Name: youTubeAudience.name, Title: "YouTube Studio: público y tráfico", Network: social.YouTube, Match: matchYouTubeAudience, Read: youTubeAudience.read},
	{Name: youTubeTotals.name, Title: "YouTube Studio: el canal por días", Network: social.YouTube, Match: matchYouTubeTotals, Read: youTubeTotals.read},
	{Name: youTubeCommentsName, Title: "YouTube: comentarios de la API", Network: social.YouTube, Unmet: true, Match: matchYouTubeComments, Read: readYouTubeComments},
	{Name: "collect.facebook", Title: "Facebook: páginas de pulso collect", Network: social.Facebook, Unmet: true, Match: matchCollected(social.Facebook), Read: readCollectedFacebook},
	{Name: "collect.instagram", Title: "Instagram: páginas de pulso collect", Network: social.Instagram, Unmet: true, Match: matchCollected(social.Instagram), Read: readCollectedInstagram},
	{Name: "collect.x", Title: "X: páginas de pulso collect", Network: social.X, Unmet: true, Match: matchCollected(social.X), Read: readCollectedX},
	{Name: "collect.youtube", Title: "YouTube: páginas de pulso collect", Network: social.YouTube, Unmet: true, Match: matchCollected(social.YouTube), Read: readCollectedYouTube},
	{Name: exportComments.name, Title: "ExportComments: comentarios de una publicación", Match: exportComments.match, Read: exportComments.read},
	{Name: tikTokContent.name, Title: "TikTok: videos", Network: social.TikTok, Match: tikTokContent.matchLinked("link", social.TikTok), Read: tikTokContent.read},
	{Name: tikTokDays.name, Title: "TikTok: la cuenta por días", Network: social.TikTok, Match: matchTikTokDays, Read: tikTokDays.read},
	{Name: tikTokAudience.name, Title: "TikTok Studio: público", Network: social.TikTok, Unmet: true, Match: matchTikTokAudience, Read: tikTokAudience.read},
	{Name: metricoolPostsName, Title: "Metricool: publicaciones", Match: matchMetricoolPosts, Read: readMetricoolPosts},
	{Name: metricoolTimelineName, Title: "Metricool: series por día", Match: matchMetricoolTimeline, Read: readMetricoolTimeline},
	{Name: metricoolAudienceName, Title: "Metricool: público", Match: matchMetricoolAudience, Read: readMetricoolAudience},
}
