"""Edges between rooms that check_edges tries to build: libraries that depend on
or include what the include table (docs/ARCHITECTURE.md) keeps from them."""

# Name -> (package, what it depends on).
FORBIDDEN_EDGES = {
    "base_uses_domain": ("base", "//domain"),
    "cli_uses_services": ("cli", "//services"),
    "domain_uses_eventstore": ("domain", "//eventstore"),
    "domain_uses_grpc": ("domain", "//third_party:gRPC_grpc++"),
    "eventstore_uses_services": ("eventstore", "//services"),
    "gateway_uses_boost": ("gateway", "//third_party:Boost_boost"),
    "gateway_uses_eventstore": ("gateway", "//eventstore"),
    "gateway_uses_services": ("gateway", "//services"),
    "gateway_uses_stored_messages": ("gateway", "//proto:storage_proto"),
    "services_uses_gateway": ("services", "//gateway"),
    "services_uses_grpc": ("services", "//third_party:gRPC_grpc++"),
    "services_uses_rocksdb": ("services", "//eventstore:eventstore_rocksdb"),
}

# The same with edges that are in the table: what fails above fails for its
# visibility, not for how it is written.
ALLOWED_EDGES = {
    "domain_uses_base": ("domain", "//base"),
    "gateway_http_uses_boost": ("gateway/http", "//third_party:Boost_boost"),
    "rpc_uses_grpc": ("services/rpc", "//third_party:gRPC_grpc++"),
    "services_uses_stored_messages": ("services", "//proto:storage_proto"),
}

EDGES = dict(FORBIDDEN_EDGES.items() + ALLOWED_EDGES.items())

# Name -> (package, header): a source there that includes it without asking for
# its library.
FORBIDDEN_INCLUDES = {
    "domain_includes_eventstore": ("domain", "eventstore/types.h"),
}
