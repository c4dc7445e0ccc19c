// The same measurements as bench/Sluice.Benchmarks, with the go command's own packages.
package main

import (
	"bytes"
	"fmt"
	"io/ioutil"
	"os"
	"strconv"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/zip"
)

var bench = module.Version{Path: "example.com/bench", Version: "v1.0.0"}

func main() {
	a := os.Args
	switch {
	case len(a) == 4 && a[1] == "h1":
		measure(a[3], func() (string, error) { return dirhash.HashZip(a[2], dirhash.Hash1) })
	case len(a) == 4 && a[1] == "check":
		measure(a[3], func() (string, error) {
			cf, err := zip.CheckZip(bench, a[2])
			return fmt.Sprintf("%d-files", len(cf.Valid)), err
		})
	case len(a) == 5 && a[1] == "create":
		measure(a[4], func() (string, error) {
			var b bytes.Buffer
			if err := zip.CreateFromDir(&b, bench, a[2]); err != nil {
				return "", err
			}
			return fmt.Sprint(b.Len()), ioutil.WriteFile(a[3], b.Bytes(), 0666)
		})
	default:
		fmt.Fprintln(os.Stderr, "usage: h1 ZIP ROUNDS | check ZIP ROUNDS | create FOLDER ZIP ROUNDS")
		os.Exit(2)
	}
}

func measure(rounds string, work func() (string, error)) {
	n, err := strconv.Atoi(rounds)
	if err != nil {
		panic(err)
	}
	result, err := work()
	if err != nil {
		panic(err)
	}
	fmt.Print(result)
	for i := 0; i < n; i++ {
		start := time.Now()
		work()
		fmt.Printf(" %.2f", time.Since(start).Seconds()*1000)
	}
	fmt.Println()
}
