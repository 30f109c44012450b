package main

import (
	"regexp"
	"strings"
)

// systemWords say in Spanish what operating systems say in English, on Linux and on Windows.
var systemWords = strings.NewReplacer(
	"permission denied", "no hay permiso", "Access is denied.", "no hay permiso", "operation not permitted", "no está permitido",
	"no such file or directory", "no existe", "The system cannot find the file specified.", "no existe", "The system cannot find the path specified.", "no existe",
	"is a directory", "es una carpeta", "not a directory", "no es una carpeta", "file exists", "ya existe",
	"read-only file system", "el disco es de solo lectura", "no space left on device", "no queda espacio en el disco", "There is not enough space on the disk.", "no queda espacio en el disco",
	"The process cannot access the file because it is being used by another process.", "lo tiene abierto otro programa",
	"device or resource busy", "está ocupado", "text file busy", "está ocupado", "input/output error", "el disco falla", "too many open files", "hay demasiados archivos abiertos",
	"file name too long", "el nombre es demasiado largo", "file too large", "el archivo es demasiado grande", "too many levels of symbolic links", "es un enlace que vuelve sobre sí mismo",
	"file already closed", "ya se cerró", "unexpected EOF", "se acaba antes de tiempo",
)

// systemCall is what Go puts before the words of the system: «open redes/inbox: ».
var systemCall = regexp.MustCompile(`\b(?:open|read|write|stat|lstat|fstat|mkdir|mkdirat|rename|renameat|remove|unlinkat|readdirent|fdopendir|fsync|chmod|close|createtemp|GetFileAttributesEx|CreateFile|FindFirstFile) (\S[^:\n]*): `)

// inSpanish is a message without the English of the operating system.
func inSpanish(text string) string {
	plain := systemWords.Replace(text)
	if plain == text {
		return text
	}
	return systemCall.ReplaceAllString(plain, "$1: ")
}
