#include "services/rollbookd/stop_events.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace rollbook::services {
namespace {

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  return signals;
}

sigset_t AllSignals() {
  sigset_t signals = StopSignals();
  sigaddset(&signals, SIGHUP);
  return signals;
}

}  // namespace

StopEvents::StopEvents() {
  const sigset_t signals = AllSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  // A client that goes away while it is written to is no reason to end.
  signal(SIGPIPE, SIG_IGN);
  // A file that may not grow is an error of the write that meets the limit.
  signal(SIGXFSZ, SIG_IGN);
  signals_ = signalfd(-1, &signals, SFD_CLOEXEC);
  fatal_ = eventfd(0, EFD_CLOEXEC);
}

StopEvents::~StopEvents() {
  close(signals_);
  close(fatal_);
}

StopEvents::Cause StopEvents::Wait() {
  pollfd events[] = {{signals_, POLLIN, 0}, {fatal_, POLLIN, 0}};
  while (poll(events, 2, -1) <= 0) {
  }
  if (events[1].revents != 0) return Cause::kFatal;
  signalfd_siginfo taken;
  if (read(signals_, &taken, sizeof(taken)) < 0) return Cause::kFatal;
  return taken.ssi_signo == SIGHUP ? Cause::kReload : Cause::kSignal;
}

void StopEvents::Fatal() { eventfd_write(fatal_, 1); }

void StopEvents::LetSignalsKill() {
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

}  // namespace rollbook::services
