package mp3_test
import ("testing";"fmt";"pressroom/api/practice/audio/mp3")
func TestZZ(t *testing.T){
 for _,rate:=range []int{44100}{
 s:=clicks(rate)
 d:=decodeInFFmpeg(t,"/usr/bin/ffmpeg",t.TempDir(),encode(t,mp3.Config{Rate:rate},s),1,s.frames())
 for i:=0;i+100<=s.frames();i+=100{ e:=make([]float64,100); for j:=range e{e[j]=d[0][i+j]-s[0][i+j]}
  fmt.Printf("%d src %.1f err %.1f\n",i%2500,decibels(energy(s[0][i:i+100])/100),decibels(energy(e)/100)) }
 }}
