#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_STOP_EVENTS_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_STOP_EVENTS_H_

namespace rollbook::services {

// Why the process should end: SIGTERM or SIGINT, or a fatal error of the
// store; and SIGHUP, which only wants files read anew. One per process; made
// before any thread, because threads inherit the blocked signals.
class StopEvents {
 public:
  enum class Cause { kSignal, kFatal, kReload };

  StopEvents();
  ~StopEvents();
  StopEvents(const StopEvents&) = delete;
  StopEvents& operator=(const StopEvents&) = delete;

  // Waits for the first of them.
  Cause Wait();

  // From any thread.
  void Fatal();

  // From now on a signal to stop ends the process at once: the operator asked
  // twice. SIGHUP does nothing any more.
  static void LetSignalsKill();

 private:
  int signals_;
  int fatal_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_STOP_EVENTS_H_
