export const id=9833;export const ids=[9833];export const modules={59833:(__u,__x,__r)=>{__r.d(__x,{F:()=>formats});const formats=["deb","rpm"]}};
