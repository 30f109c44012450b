package store

// A Scratch is a file for what does not fit in memory while a month is being made. It has no name that anybody reads,
// and goes when its Writer is closed, or with the next command after a crash.
type Scratch struct{ file file }

// Scratch makes one.
func (w *Writer) Scratch() (*Scratch, error) {
	dir := w.store.data
	f, err := createTemp(dir, tempPattern)
	if err != nil {
		return nil, diskError("crear un archivo en", dir, err)
	}
	s := &Scratch{f}
	w.scratches = append(w.scratches, s)
	return s, nil
}

// Write adds bytes at the end.
func (s *Scratch) Write(b []byte) (int, error) {
	n, err := s.file.Write(b)
	return n, diskError("escribir en", s.file.Name(), err)
}

// ReadAt reads what was written. Any number of goroutines may ask.
func (s *Scratch) ReadAt(b []byte, at int64) (int, error) {
	n, err := s.file.ReadAt(b, at)
	return n, diskError("leer", s.file.Name(), err)
}

// close lets go of the file and removes it. What is left of it after a fault goes with the next command.
func (s *Scratch) close() {
	s.file.Close()
	remove(s.file.Name())
}
