package main

import (
	"errors"

	"github.com/spf13/cobra"
)

// args checks the number of arguments; atMost is -1 for any number. what names an argument in the message.
func (a *app) args(atLeast, atMost int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < atLeast:
			return errors.New(a.lang.sprintf("%s이(가) 빠졌습니다. 사용법: %s", "%s is missing; usage: %s", what, cmd.UseLine()))
		case atMost >= 0 && len(args) > atMost:
			return errors.New(a.lang.sprintf("인수가 너무 많습니다: %q. 사용법: %s", "too many arguments: %q; usage: %s",
				args[atMost], cmd.UseLine()))
		}
		return nil
	}
}
