package worker

import (
	"fmt"
	"os"
	"strings"

	seccomp "github.com/elastic/go-seccomp-bpf"
	"github.com/elastic/go-seccomp-bpf/arch"
	"github.com/landlock-lsm/go-landlock/landlock"
	llsys "github.com/landlock-lsm/go-landlock/landlock/syscall"
	"golang.org/x/sys/unix"

	"quire/interp"
)

// confine limits the process's memory and, when the parent asks for a sandbox, what it can reach. It says how far that
// went: an old kernel can do less. An error is a fault of the sandbox's own; the worker must not serve then.
func confine(s interp.Start) (interp.Ready, error) {
	unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
	os.WriteFile("/proc/self/oom_score_adj", []byte("500"), 0) // when memory runs out, this process goes first
	ready := interp.Ready{Memory: limitMemory(s.Memory)}
	if s.Sandbox == nil {
		return ready, nil
	}
	if err := restrictFiles(s.Sandbox, &ready); err != nil {
		return ready, fmt.Errorf("restrict files: %w", err)
	}
	for what, limit := range map[int]uint64{unix.RLIMIT_NOFILE: 1024, unix.RLIMIT_FSIZE: 1 << 30} {
		if err := unix.Setrlimit(what, &unix.Rlimit{Cur: limit, Max: limit}); err != nil {
			return ready, fmt.Errorf("limit files: %w", err)
		}
	}
	if err := restrictCalls(&ready); err != nil {
		return ready, fmt.Errorf("restrict system calls: %w", err)
	}
	return ready, nil
}

// limitMemory limits the address space to what is in use now and the given number of bytes.
func limitMemory(limit int64) bool {
	if limit <= 0 {
		return true
	}
	total := uint64(limit) + addressSpace()
	return unix.Setrlimit(unix.RLIMIT_AS, &unix.Rlimit{Cur: total, Max: total}) == nil
}

// addressSpace returns how much address space the process has taken: the Go runtime reserves more than it uses.
func addressSpace() uint64 {
	const usual = 2 << 30
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return usual
	}
	var pages uint64
	if _, err := fmt.Sscan(string(data), &pages); err != nil {
		return usual
	}
	return pages * uint64(os.Getpagesize())
}

// restrictFiles uses Landlock, which refuses every path that is not listed, TCP, and signals to other processes.
func restrictFiles(s *interp.Sandbox, ready *interp.Ready) error {
	version, err := llsys.LandlockGetABIVersion()
	if err != nil || version < 1 {
		return nil // ready says so
	}
	rules := []landlock.Rule{
		landlock.RODirs(s.Read...).IgnoreIfMissing(),
		landlock.RWDirs(s.Write...),
		landlock.ROFiles("/dev/zero", "/dev/random", "/dev/urandom", "/etc/localtime").IgnoreIfMissing(),
		landlock.RWFiles("/dev/null").IgnoreIfMissing(),
		landlock.RODirs("/usr/share/zoneinfo").IgnoreIfMissing(),
	}
	config := landlock.V7.BestEffort()
	if err := config.RestrictPaths(rules...); err != nil {
		return err
	}
	if err := config.RestrictNet(); err != nil {
		return err
	}
	if err := config.RestrictScoped(); err != nil {
		return err
	}
	ready.Files = true
	return nil
}

// refusedCalls are the system calls that no cell needs.
const refusedCalls = `
	socket socketpair connect bind listen accept accept4
	fork vfork execve execveat ptrace process_vm_readv process_vm_writev process_madvise kcmp
	pidfd_open pidfd_getfd pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo tkill prlimit64 setpgid setsid
	chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes utimensat futimesat
	setxattr lsetxattr fsetxattr setxattrat removexattr lremovexattr fremovexattr removexattrat
	mount umount2 move_mount open_tree fsopen fsmount mount_setattr pivot_root chroot unshare setns
	open_by_handle_at name_to_handle_at fanotify_init
	bpf perf_event_open keyctl add_key request_key userfaultfd io_uring_setup io_uring_enter io_uring_register
	shmget shmat shmctl msgget msgsnd msgrcv msgctl semget semop semctl mq_open mq_unlink
	kexec_load kexec_file_load init_module finit_module delete_module swapon swapoff reboot
	sethostname setdomainname quotactl acct settimeofday clock_settime clock_adjtime adjtimex iopl ioperm`

// restrictCalls uses seccomp for what Landlock does not cover: sockets of every family, new processes, looking into
// other processes, and changing the mode, owner or times of files. Refused calls return EPERM.
func restrictCalls(ready *interp.Ready) error {
	if !seccomp.Supported() {
		return nil // ready says so
	}
	pid := uint64(os.Getpid())
	info, err := arch.GetInfo("")
	if err != nil {
		return nil // ready says so
	}
	var names []string
	for name := range strings.FieldsSeq(refusedCalls) {
		if _, ok := info.SyscallNames[name]; ok { // processors differ in the old ones
			names = append(names, name)
		}
	}
	refuse := seccomp.SyscallGroup{Action: seccomp.ActionErrno, Names: names, NamesWithCondtions: []seccomp.NameWithConditions{
		// A new thread shares the process; anything else would be a new process.
		{Name: "clone", Conditions: []seccomp.Condition{{Argument: 0, Operation: seccomp.BitsNotSet, Value: unix.CLONE_THREAD}}},
		// The Go runtime signals its own threads.
		{Name: "kill", Conditions: []seccomp.Condition{{Argument: 0, Operation: seccomp.NotEqual, Value: pid}}},
		{Name: "tgkill", Conditions: []seccomp.Condition{{Argument: 0, Operation: seccomp.NotEqual, Value: pid}}},
	}}
	// The C library falls back to clone, whose arguments a filter can see, when it hears that there is no clone3.
	absent := seccomp.SyscallGroup{Action: seccomp.ActionErrno | seccomp.Action(unix.ENOSYS), Names: []string{"clone3"}}
	filter := seccomp.Filter{
		NoNewPrivs: true,
		Flag:       seccomp.FilterFlagTSync,
		Policy:     seccomp.Policy{DefaultAction: seccomp.ActionAllow, Syscalls: []seccomp.SyscallGroup{absent, refuse}},
	}
	if err := seccomp.LoadFilter(filter); err != nil {
		return err
	}
	ready.Network, ready.Processes = true, true
	return nil
}
