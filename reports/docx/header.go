package docx

import (
	"pulso/reports"
)

// Page: Letter, the paper of Colombian offices, with margins of 2 cm. In twentieths of a point.
const (
	pageWidth  = 12240
	pageHeight = 15840
	margin     = 1134
	textWidth  = pageWidth - 2*margin
)

const field = `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> %s </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`

// headerXML is the document-control table that the procedure's own pages carry: entity, title and process, then code,
// version and «Página N de M».
func headerXML(r *reports.Report) string {
	c := r.Control
	fields := map[string]string{}
	for _, f := range c.Fields() {
		fields[f[0]] = f[1]
	}
	left, right := 2900, 2700
	var b builder
	b.s(xmlDec + `<w:hdr xmlns:w="` + nsW + `">`)
	b.openTable([]int{left, textWidth - left - right, right})
	b.s(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	b.cell(left, "", para("Cell", run(c.Entity, "<w:b/>")))
	b.cell(textWidth-left-right, "", para("Cell", run(r.Title, "<w:b/>"))+para("Cell", run(fields["Proceso"], ""))+para("Cell", run("Procedimiento "+fields["Procedimiento"], "")))
	b.cell(right, "", para("Cell", run("Código: "+fields["Código del informe"], ""))+para("Cell", run("Versión: "+fields["Versión del formato"], ""))+
		para("Cell", run("Página ", "")+sprintf(field, "PAGE")+run(" de ", "")+sprintf(field, "NUMPAGES")))
	b.s(`</w:tr></w:tbl>` + para("Small", "") + `</w:hdr>`)
	return b.String()
}

func footerXML(r *reports.Report) string {
	return xmlDec + `<w:ftr xmlns:w="` + nsW + `">` +
		para("Small", run("Período: "+r.Control.Period+" · Estado: "+r.Control.State+" · Edición "+r.Control.Edition+" · Copia no controlada", "")) + `</w:ftr>`
}
