#ifndef ROLLBOOK_TESTS_BENCH_FLOOR_SERVER_H_
#define ROLLBOOK_TESTS_BENCH_FLOOR_SERVER_H_

namespace rollbook::bench {

// The floors for the RPC and HTTP figures, as a process of their own: a gRPC
// server whose CreateUser and GetUser answer a fixed user (the same messages,
// no work) and whose ReadLog streams fixed records, and the gateway's HTTP
// server with a handler that answers a fixed body. Prints
// {"grpc_port":…,"http_port":…} on standard output and serves until it is
// killed, at the latest with its parent.
int RunFloorServer();

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_FLOOR_SERVER_H_
