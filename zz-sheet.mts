import sharp from 'sharp'
import { readdirSync } from 'node:fs'
const dir='/tmp/dd-papers'
const want=process.argv[2]==='L'
const cols=Number(process.argv[3]??4)
const names=readdirSync(dir).filter(f=>f.endsWith('.png')&&!f.startsWith('sheet')&&f.includes('-L-')===want&&!(f.startsWith('payment-list-L')&&!/-0?[12]\.png/.test(f))&&(!process.argv[4]||new RegExp(process.argv[4]).test(f))).sort()
const W=Number(process.argv[5]??490),H=Math.round(W*1.414)
for(let i=0;i<names.length;i+=cols){
 const part=names.slice(i,i+cols)
 const pics=await Promise.all(part.map(async(n,j)=>({input:await sharp(dir+'/'+n).resize(W,H,{fit:'contain',background:'#fff'}).toBuffer(),left:j*(W+6),top:0})))
 const f=`${dir}/sheet-${want?'L':'N'}-${String(i/cols).padStart(2,'0')}.png`
 await sharp({create:{width:cols*(W+6),height:H,channels:3,background:'#888'}}).composite(pics).png().toFile(f)
 console.log(f,part.join(' '))
}
