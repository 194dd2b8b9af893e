"""The field's words in Chinese, each with what English words for it begin with.

Enough of them to tell whether a Chinese sentence and an English one can be about the same thing.
What any paper has in every paragraph (model, method, result) tells nothing and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_WORDS = """
    内存|显存 memory   存储 storage,stor,memory   速度|快慢 speed,fast,slow,latenc,time
    延迟|时延 latenc,delay,slow   推理 inference,reason   算力|计算量|计算 comput,flops,cost
    成本|代价|开销|昂贵|花费 cost,expens,overhead,budget   能耗|耗电|功耗|碳 energy,power,carbon
    参数 param   超参 hyper   学习率 learning   收敛 converg   稳定 stab   不稳定 unstab,instab
    训练 train   微调 fine,finetun,tun   预训练 pre   标注 annot,label   标签 label   噪声 nois
    偏差|偏见 bias   公平 fair   毒性|有害 toxi,harm   隐私 privac   安全 safe,secur   伦理 ethic
    滥用 misus,abus,malicious   幻觉 halluc   事实 fact   解释 interpret,expla   理论 theor
    假设 assum   实验 experim   仿真|模拟 simul   真实 real   合成 synthe   人工 human,manual
    人类 human   用户 user   语言 language,lingu   多语 multiling,languages   英语|英文 english
    中文|汉语 chinese   俄语 russia   日语 japan   法语 french   德语 german   阿拉伯 arab
    西班牙 spani   韩语 korea   低资源 low,resourc   翻译 translat   语音 speech,audio
    音频 audio
    语料 corpus,corpora   词表|词汇 vocab   长文本|长序列|长度|长句 long,length   文档 document
    段落 passag,paragraph   句子|句 sentence   查询 quer   检索 retriev,search   搜索 search
    问题 question,problem   题 question,problem   答案|回答 answer   对话 dialog,conversation
    图像|图片 image,pictur   视频 video   分辨率 resolution   对比度 contrast
    光照|亮度 illumin,light,bright   模糊 blur   遮挡 occlu   旋转 rotat   尺度|大小 scale,size
    小目标|小物体 small   物体|目标 object   背景 background   边界|边缘 bound,edge,border
    像素 pixel   分割 segment   检测 detect   分类 classif   跟踪 track   人脸 face
    医学|医疗 medic,clinic   病人|患者 patient   细胞 cell   分子 molec   蛋白 protein
    粒子 partic
    星系 galax   引力 gravit   温度 temperat   质量 qualit,mass   噪音 nois   误差 error,uncertain
    精度|准确 accura,precis   召回 recall   泛化 generali   迁移 transfer   鲁棒|稳健 robust
    对抗 adversar   扰动 perturb   分布 distribut   域|领域 domain   样本 sampl,example,instanc
    数据 data   缺失 missing   稀疏 spars   长尾|罕见|稀有 rare,tail   冷启动 cold
    热门|流行 popul
    推荐 recommend   点击 click   特征 featur   嵌入 embed   注意力 attent   层 layer
    深度|深层 deep,depth   图 graph   节点 node   边 edge   无向 undirect   有向 direct
    随机 random,stochast   采样 sampl   规模 scale,size,larg   扩展 scal,exten   并行 parallel
    部署|上线 deploy,production   在线 online   离线 offline   实时 real   硬件 hardware
    手机|移动 mobile,phone   芯片 chip   天 day   小时 hour   开源|公开 open,public,release
    复现 reproduc   评测|评估|评价 evaluat,assess,metric   指标 metric,measure   基准 benchmark
    对照|消融 ablat   重复 repeat,duplicat   冗余 redundan   泄漏|泄露|污染 leak,contamin
    版权 copyright,licens   代码 code,program   语法 syntax   编译 compil   数学 math
    算术 arithm
    常识 common   逻辑 logic   规划 plan   工具 tool   知识 knowledg   过时|更新 updat,outdat
    时间 time,tempor   空间 spac,spatial   三维 3d,three   相机 camera   机器人 robot
    奖励 reward
    策略 polic   模态 modal   文本 text   提示 prompt   示例 example,demonstr   压缩 compress
    量化 quanti   蒸馏 distil   剪枝 prun   过拟合 overfit   欠拟合 underfit   类别 class,categor
    相关 correl   因果 caus   梯度 gradient   损失 loss   优化 optim   局部 local   全局 global
    动态 dynamic   静态 static   单一|单个 single   多任务 multi   失败 fail   瓶颈 bottleneck
    复杂 complex   频率 frequen   词 word,token   字 character,word   城市 cit   国家 countr
    性别 gender,sex   年龄 age   文化 cultur   社会 soci   法律 legal,law
    测试 test   验证 valid,verif   错误 error,mistak   种子 seed   随机种子 seed   轨迹 traject
    模板 templat   范式 paradigm   方向 direction   批 batch   秩 rank   预热 warm   窗口 window
    隐藏 hidden   单元 unit   解码 decod   编码 encod   归一化 normal   正则 regular   衰减 decay
    动量 moment   余弦 cosine   线性 linear   平方 quadrat
    初始 init   冻结 froz,freez,fix   过滤 filter
    去重 dedup   监督 superv   零样本 zero   少样本 few   上下文 context   指令 instruct
    生成 generat   摘要 summar   平均 averag,mean   最大 max,larg   最小 min,small   词元 token
    阶段 stage,phase   步 step   轮 epoch,turn,round   参与者 particip   作者 author
    贡献 contribut   机构 institut   实体 entit   关系 relation   事件 event   规则 rule
    概率 probab   阈值 threshold   系数 coeffic   权重 weight   偏置 bias   卷积 convol
    池化 pool   残差 residual   头 head   维 dimension   通道 channel   分支 branch
    支持 support   天然|自然 natural   框架 framework   需要|必须|必要 need,requir,necess,must
    有用|可用 useful,us   限制|约束 limit,constrain,restrict   修正|校正 correct
    忽略 neglect,ignor
    意外|惊讶 surpris   导致|造成 result,caus,lead   提升|改进|改善 improv   性能 perform
    统计 stat   系统 syst   显卡|卡 gpu   迭代 iter   收集 collect   爬取 crawl   划分 split
    难度 difficult   增强 augment,enhanc
"""
_BY_WORD = {
    one: tuple(english.split(","))
    for many, english in re.findall(r"(\S+)\s+([a-z0-9,]+)", _WORDS)
    for one in many.split("|")
}
_KNOWN = re.compile("|".join(sorted(_BY_WORD, key=len, reverse=True)))


def english_of(text: str) -> Iterator[tuple[str, ...]]:
    """Give for each Chinese word of a text that is known what English words for it begin with.

    Lower case; each word once, the longest reading first.
    """
    for word in dict.fromkeys(_KNOWN.findall(text)):
        yield _BY_WORD[word]


def english_at(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Give the place of each Chinese word of a text that is known, and how English ones begin."""
    for match in _KNOWN.finditer(text):
        yield match.start(), _BY_WORD[match[0]]


def share_said(wanted: Sequence[tuple[str, ...]], found: frozenset[str]) -> float:
    """Give the share of some words that others have, 0 to 1; 0 where none is wanted.

    One is wanted in any of the ways that `english_of` gives for it, as the beginning of a word.
    """
    had = sum(any(word.startswith(ways) for word in found) for ways in wanted)
    return had / len(wanted) if wanted else 0.0
