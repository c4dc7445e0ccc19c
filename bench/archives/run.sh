#!/bin/sh
# How do our h1: hash, zip check and zip creation compare with the go command's own packages?
#
# Baseline: golang.org/x/mod as the installed Go vendors it, built by that Go. Both sides work on one tree (by default a synthetic one of
# 2,800 files, 25 MB; else FOLDER) in a temporary folder, each measurement in its own process, warmed up, the two sides in turns. Printed is
# the median of all rounds, and ours divided by Go's.
#
# usage: bench/archives/run.sh [FOLDER]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
turns=${TURNS:-3}
rounds=${ROUNDS:-7}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mod=$(go env GOROOT)/src/cmd/vendor/golang.org/x/mod
mkdir -p "$work/gopath/src/golang.org/x" "$work/gopath/src/reference"
cp -rL "$mod" "$work/gopath/src/golang.org/x/mod"
cp "$here/reference.go" "$work/gopath/src/reference/main.go"
(cd "$work/gopath/src/reference" && GO111MODULE=off GOFLAGS= GOPATH="$work/gopath" go build -o "$work/reference" .)
dotnet build -c Release "$root/bench/Sluice.Benchmarks" -v quiet --nologo >&2
ours="dotnet $root/artifacts/bin/Sluice.Benchmarks/release/Sluice.Benchmarks.dll"

tree=${1:-$work/tree}
[ $# -gt 0 ] || $ours tree "$tree"
"$work/reference" create "$tree" "$work/go.zip" 0 >/dev/null

turn=0
while [ "$turn" -lt "$turns" ]; do
  "$work/reference" h1 "$work/go.zip" "$rounds" >>"$work/go.h1"
  $ours h1 "$work/go.zip" 1 "$rounds" >>"$work/ours.h1"
  $ours h1 "$work/go.zip" 2 "$rounds" >>"$work/ours.h1-two-threads"
  "$work/reference" check "$work/go.zip" "$rounds" >>"$work/go.check"
  $ours check "$work/go.zip" "$rounds" >>"$work/ours.check"
  "$work/reference" create "$tree" "$work/go.zip" "$rounds" >>"$work/go.create"
  $ours create "$tree" "$work/ours.zip" "$rounds" >>"$work/ours.create"
  turn=$((turn + 1))
done

median() { cut -d' ' -f2- "$1" | tr ' ' '\n' | sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
row() {
  g=$(median "$work/go.$2")
  o=$(median "$work/ours.$3")
  echo "$1 $g $o" | awk '{ printf "%-18s %9.2f ms %9.2f ms   %.2fx\n", $1, $2, $3, $3 / $2 }'
}

cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -1)
echo "$(go version | cut -d' ' -f3) against .NET $(dotnet --version | cut -d. -f1), $(getconf _NPROCESSORS_ONLN) x ${cpu:-unknown processor}"
echo "tree: $(find "$tree" -type f | wc -l) files, $(find "$tree" -type f -exec cat {} + | wc -c) bytes"
printf '%-18s %12s %12s\n' "" Go ours
row h1 h1 h1
row h1,two-threads h1 h1-two-threads
row check check check
row create create create
awk -v g="$(head -1 "$work/go.create" | cut -d' ' -f1)" -v o="$(head -1 "$work/ours.create" | cut -d' ' -f1)" \
  'BEGIN { printf "%-18s %9d    %9d      %.3fx\n", "zip-bytes", g, o, o / g }'

hashes=$(cut -d' ' -f1 "$work/go.h1" "$work/ours.h1" "$work/ours.h1-two-threads" | sort -u)
made=$($ours h1 "$work/ours.zip" 1 0 | cut -d' ' -f1)
[ "$hashes" = "$made" ] || { echo "hashes differ: $hashes $made" >&2; exit 1; }
echo "all hashes are $hashes"
