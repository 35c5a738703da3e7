"""Stands in for rules_java: looking for toolchains loads Bazel's Java ones."""

java_import = native.java_import
java_runtime = native.java_runtime
java_toolchain = native.java_toolchain
