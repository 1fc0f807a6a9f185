package manifest

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// key is a column name as it is compared: without case, accents, blanks and punctuation.
func key(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ReplaceAll(name, "#", " no ")) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// targetNames are what people call the columns that are no metadata, the likeliest first.
var targetNames = []struct {
	target Target
	names  []string
}{
	{UploadID, keys("Upload ID", "UploadID", "SourceAudio Upload ID")},
	{Formats, keys("Formats", "Format", "File formats", "File format", "Audio formats", "Publish as", "Formate", "Dateiformat", "Formatos", "Formato")},
	{Source, keys("Source", "URL", "Source URL", "File URL", "Audio URL", "Track URL", "Download URL", "Address", "Web address", "Link", "File link", "Audio link",
		"Download link", "File path", "Path", "Full path", "File location", "Location", "Source file", "Audio file path",
		"Quelle", "Adresse", "Pfad", "Dateipfad", "Lien", "Chemin", "Fuente", "Enlace", "Ruta")},
	{File, keys("File name", "Filename", "File", "Audio file", "Audio filename", "Track filename", "Track file", "Original filename", "Name of file",
		"Dateiname", "Datei", "Nom du fichier", "Nom de fichier", "Fichier", "Nombre de archivo", "Nombre del archivo", "Archivo")},
}

// alike are groups of names for the same metadata. A column is matched with a field of its group.
var alike = [][]string{
	keys("Title", "Song title", "Track title", "Track name", "Song name", "Song", "Name", "Work title", "Titel", "Titre", "Título", "Songtitel"),
	keys("Alternate title", "Alternate titles", "Alternative title", "Alt title", "Alternativtitel", "Titre alternatif"),
	keys("Album", "Album title", "Album name", "Release", "Release title", "Álbum", "Albumtitel"),
	keys("Album artist", "Release artist"),
	keys("Artist", "Artists", "Artist name", "Track artist", "Performer", "Interpret", "Künstler", "Artiste", "Interprète", "Artista"),
	keys("Catalog", "Catalogue", "Catalog name", "Catalogue name", "Katalog", "Catálogo"),
	keys("Library", "Music library"),
	keys("Label", "Record label", "Label name"),
	keys("Genre", "Genres", "Main genre", "Primary genre", "Género"),
	keys("Subgenre", "Sub genre", "Sub genres", "Secondary genre"),
	keys("Mood", "Moods", "Stimmung", "Ambiance"),
	keys("Instrumentation", "Instruments", "Instrument", "Instrumentierung"),
	keys("Keywords", "Keyword", "Tags", "Search terms", "Stichwörter", "Mots-clés", "Palabras clave"),
	keys("Description", "Track description", "Beschreibung", "Descripción"),
	keys("BPM", "Tempo", "Beats per minute"),
	keys("Key", "Musical key", "Tonart", "Tonalité"),
	keys("ISRC", "ISRC code"),
	keys("ISWC", "ISWC code"),
	keys("UPC", "EAN", "Barcode", "UPC EAN", "UPC code"),
	keys("Catalog number", "Catalogue number", "Catalog no", "Catalogue no", "Cat no", "Album code", "Katalognummer"),
	keys("Track number", "Track no", "Track #", "Tracknummer", "Titelnummer", "Numéro de piste"),
	keys("Disc number", "Disc no", "Disc #", "CD number", "CD no"),
	keys("Composer", "Composers", "Komponist", "Compositeur", "Compositor"),
	keys("Writer", "Writers"),
	keys("Publisher", "Publishers", "Verlag", "Éditeur", "Editorial"),
	keys("Lyrics", "Lyric", "Liedtext", "Paroles", "Letra"),
	keys("Language", "Lyric language", "Sprache", "Langue", "Idioma"),
	keys("Vocals", "Vocal", "Vocal type"),
	keys("Version", "Mix", "Version name", "Mix name"),
	keys("Release date", "Date of release", "Date released", "Veröffentlichungsdatum", "Date de sortie", "Fecha de lanzamiento"),
	keys("Year", "Release year", "Jahr", "Année", "Año"),
	keys("Duration", "Length", "Track length", "Dauer", "Durée", "Duración"),
}

func keys(names ...string) []string {
	for i, name := range names {
		names[i] = key(name)
	}
	return names
}

// numbered is the place of the number in the names of fields of which there can be several, such as
// "Writer {X} First Name".
const numbered = "{X}"

var number = regexp.MustCompile(`\d+`)

// named returns the field that a column name means, where that is a field's own name: exactly, or loosely
// without case, blanks and punctuation.
func named(header, field string, loosely bool) (string, bool) {
	before, after, pattern := strings.Cut(field, numbered)
	if !pattern {
		return field, header == field || loosely && key(header) != "" && key(header) == key(field)
	}
	for _, at := range number.FindAllStringIndex(header, -1) {
		n := strings.TrimLeft(header[at[0]:at[1]], "0")
		if n == "" || len(n) > 3 {
			continue
		}
		exact := header[:at[0]] == before && header[at[1]:] == after
		if exact || loosely && key(header[:at[0]]) == key(before) && key(header[at[1]:]) == key(after) {
			return before + n + after, true
		}
	}
	return "", false
}

// custom reads "Custom: NAME", which every site takes for a field.
func custom(header string) (string, bool) {
	prefix, name, ok := strings.Cut(header, ":")
	name = strings.TrimSpace(name)
	if !ok || name == "" || !strings.EqualFold(strings.TrimSpace(prefix), "Custom") {
		return "", false
	}
	return "Custom: " + name, true
}
