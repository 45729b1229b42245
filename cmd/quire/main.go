// Command quire runs, shows and exports literate Go notes.
package main

func main() {}
