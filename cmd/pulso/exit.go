package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
)

// Exit statuses: what scripts rely on.
const (
	exitDone        = 0
	exitFailed      = 1 // nothing changed
	exitUsage       = 2 // usage or configuration
	exitRejected    = 3 // done, but some rows were rejected
	exitDifference  = 4 // verify or eval --min found a difference
	exitInterrupted = 130
)

// A quiet error ends the program with its status; what there was to say has been said.
type quiet int

func (q quiet) Error() string { return fmt.Sprintf("estado %d", int(q)) }

// usage is a mistake in the command line: exit status 2.
func usage(format string, args ...any) error {
	return &configError{fmt.Sprintf(format, args...) + " (vea «pulso --help»)"}
}

// exitCode is the status of an error: the one place where it is decided.
func exitCode(err error) int {
	var q quiet
	var c *configError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &q):
		return int(q)
	case errors.Is(err, context.Canceled):
		return exitInterrupted
	case errors.As(err, &c), unknownCommand.MatchString(err.Error()):
		return exitUsage
	}
	return exitFailed
}

// message says an error to a person.
func message(err error) string {
	if errors.Is(err, context.Canceled) {
		return "interrumpido; queda el último mes guardado, completo"
	}
	if m := unknownCommand.FindStringSubmatch(err.Error()); m != nil {
		return fmt.Sprintf("no existe la orden %q (vea «pulso --help»)", m[1])
	}
	return inSpanish(err.Error())
}

// cobra says these in English and offers no type to tell them by.
var (
	unknownCommand = regexp.MustCompile(`^unknown command "([^"]*)"`)
	unknownFlag    = regexp.MustCompile(`^unknown (?:shorthand )?flag: (.*)$`)
	needsArgument  = regexp.MustCompile(`^flag needs an argument: (.*)$`)
	badArgument    = regexp.MustCompile(`^invalid argument "([^"]*)" for "([^"]*)" flag`)
)

func flagMessage(err error) string {
	text := err.Error()
	if m := unknownFlag.FindStringSubmatch(text); m != nil {
		return "no existe la opción " + m[1]
	}
	if m := needsArgument.FindStringSubmatch(text); m != nil {
		return "falta el valor de la opción " + m[1]
	}
	if m := badArgument.FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("el valor %q no sirve para la opción %s", m[1], m[2])
	}
	return text
}

// exactly checks the number of arguments and says in Spanish what was expected.
func exactly(n int, what string) func(args []string) error {
	return func(args []string) error {
		switch {
		case len(args) == n:
			return nil
		case n == 0:
			return usage("esta orden no lleva argumentos y se dio %q", args[0])
		case len(args) == 0:
			return usage("se esperaba %s", what)
		}
		return usage("se esperaba %s y se dieron %d argumentos", what, len(args))
	}
}
