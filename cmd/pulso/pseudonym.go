package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"pulso/pipeline/social"
)

// keyName is the file with the workspace's secret. Whoever has it can tell whether a pseudonym is a given person's, so
// it is never printed, logged or stored with the data; whoever loses it gets other pseudonyms from then on.
const keyName = ".clave-seudonimos"

// pseudonyms names authors by a keyed hash: the same author of the same network has the same name in every month, and
// the name does not tell who it is.
func pseudonyms(key []byte) func(n social.Network, author string) string {
	macs := sync.Pool{New: func() any { return hmac.New(sha256.New, key) }} // to make one costs more than to use it
	return func(n social.Network, author string) string {
		if author == "" {
			return ""
		}
		mac := macs.Get().(hash.Hash)
		defer macs.Put(mac)
		mac.Reset()
		mac.Write([]byte(string(n) + "\x00" + strings.ToLower(author)))
		return "persona-" + hex.EncodeToString(mac.Sum(nil)[:5])
	}
}

// pseudonymKey reads the workspace's key, and makes one the first time.
func (a *app) pseudonymKey() ([]byte, error) {
	path := filepath.Join(a.dir, keyName)
	key, err := os.ReadFile(path)
	if err == nil {
		return key, nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("leyendo la clave de los seudónimos: %w", err)
	}
	key = []byte(rand.Text())
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("creando la clave de los seudónimos: %w", err)
	}
	_, err = f.Write(key)
	return key, errors.Join(err, f.Sync(), f.Close())
}
