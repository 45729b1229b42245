package worker

func alive(int) bool { return false }
