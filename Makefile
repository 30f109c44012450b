export CGO_ENABLED = 0

.PHONY: demo test check office windows golden fuzz bench build release clean

demo: ## the main job on the shipped sample exports
	go run ./cmd/pulso demo

test: ## needs nothing but Go
	go test ./...

check: ## formatting, vet, staticcheck, tests with the race detector (which needs a C compiler)
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); [ -z "$$unformatted" ] || { echo "gofmt: $$unformatted"; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	CGO_ENABLED=1 go test -race -shuffle=on -timeout 60m $(TESTFLAGS) ./...

office: ## opens the outputs in LibreOffice, reads the store with DuckDB, recounts the exports in Python; installs all (Debian, npm)
	.ci/office

windows: ## the demo and the store's tests as a Windows program, under Wine; installs it (Debian)
	.ci/windows

golden: ## rewrites the goldens; read their diff
	go test ./... -run 'Golden|Accuracy|Script' -update

fuzz: ## a minute for each fuzz target
	.ci/fuzz 60s

bench:
	go test -run '^$$' -bench . -benchtime 2s ./...

build:
	go build -trimpath -ldflags '-s -w' -o pulso ./cmd/pulso

release: ## binaries for Linux and Windows in dist/
	GOOS=linux GOARCH=amd64 go build -trimpath -ldflags '-s -w' -o dist/pulso-linux-amd64 ./cmd/pulso
	GOOS=windows GOARCH=amd64 go build -trimpath -ldflags '-s -w' -o dist/pulso-windows-amd64.exe ./cmd/pulso
	cd dist && sha256sum pulso-* > SHA256SUMS

clean:
	rm -rf pulso pulso.exe dist pulso-demo
